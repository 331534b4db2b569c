/** Injection tokens of what is built outside of Nest. */
/** Bytes that the body of a batch may have. */
export const GATEWAYS = Symbol('GATEWAYS');
export const CONFIG_STATUS = Symbol('CONFIG_STATUS');
export const SETTINGS = Symbol('SETTINGS');
export const LIFECYCLE = Symbol('LIFECYCLE');
export const ACTIVITY_RECORDER = Symbol('ACTIVITY_RECORDER');
export const METRICS = Symbol('METRICS');
export const SANDBOX_ACCESS = Symbol('SANDBOX_ACCESS');
