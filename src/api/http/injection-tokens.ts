/**
 * Nest's tokens for values that are built outside of Nest. `src/app/app.module.ts` provides them.
 */

/** GatewayRegistry: the gateway of each connection. */
export const GATEWAYS = Symbol('GATEWAYS');
/** ConfigStatus: the result of the last load of the configuration. */
export const CONFIG_STATUS = Symbol('CONFIG_STATUS');
/** LiveValue<GatewaySettings>: the current settings. */
export const SETTINGS = Symbol('SETTINGS');
/** Lifecycle: whether the replica accepts calls. */
export const LIFECYCLE = Symbol('LIFECYCLE');
/** ActivityRecorder: the recent activity behind the event streams. */
export const ACTIVITY_RECORDER = Symbol('ACTIVITY_RECORDER');
/** RedisStatus: the state of Redis; undefined without Redis. */
export const REDIS_STATUS = Symbol('REDIS_STATUS');
export const METRICS = Symbol('METRICS');
/** string: the API key of the sandbox default; undefined with a configuration. */
export const SANDBOX_API_KEY = Symbol('SANDBOX_API_KEY');
