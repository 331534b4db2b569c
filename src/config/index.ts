export { ConfigError } from './config-error';
export { type ConfigSources, loadConfig } from './load-config';
export { SANDBOX_KEY } from './sandbox-default';
export type * from './settings';
