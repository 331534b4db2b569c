export { ConfigError } from './config-error';
export { changesOf } from './changes';
export { Current, derived, type Live } from './live';
export { type ConfigSources, loadConfig } from './load-config';
export { SANDBOX_KEY } from './sandbox-default';
export type * from './settings';
export { WatchedConfig } from './watched-config';
