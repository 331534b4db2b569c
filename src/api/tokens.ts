/** Injection tokens of what is built outside of Nest. */
/** Bytes that the body of a batch may have. */
export const BATCH_BODY_LIMIT = Symbol('BATCH_BODY_LIMIT');
export const GATEWAYS = Symbol('GATEWAYS');
export const LIMITS = Symbol('LIMITS');
export const LIFECYCLE = Symbol('LIFECYCLE');
export const METRICS = Symbol('METRICS');
export const SANDBOX_ACCESS = Symbol('SANDBOX_ACCESS');
