export { compareSettings } from './compare-settings';
export { ConfigError, errorName } from './faults';
export { deriveLiveValue, MutableLiveValue, type LiveValue } from './live-value';
export { loadConfig, type ConfigSources } from './load-config';
export { SANDBOX_KEY } from './sandbox-default';
export { ACCESS_LEVELS } from './settings';
export type * from './settings';
export { loadWithoutSecrets } from './without-secrets';
export { WatchedConfig } from './watched-config';
