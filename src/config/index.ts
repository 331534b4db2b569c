export { ConfigError } from './config-error';
export { compareSettings } from './compare-settings';
export { MutableLiveValue, deriveLiveValue, type LiveValue } from './live-value';
export { type ConfigSources, loadConfig } from './load-config';
export { SANDBOX_KEY } from './sandbox-default';
export type * from './settings';
export { WatchedConfig } from './watched-config';
