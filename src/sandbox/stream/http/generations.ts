import type { Custom } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** The two path families: custom data and times look different in their replies. */
export interface Generation {
  readonly name: 'v1' | 'v2';
  /** The beginning of every path but that of the rate limits. */
  readonly prefix: string;
  readonly rateLimits: string;
  readonly time: (unixMs: number, unknowns: Unknowns) => string | number;
  readonly withCustom: (fields: object, custom: Custom, unknowns: Unknowns) => object;
}

const UNITS = { nanoseconds: 1_000_000, milliseconds: 1, seconds: 0.001 } as const;

const v1: Generation = {
  name: 'v1',
  prefix: '',
  rateLimits: '/rate_limits',
  time: (unixMs) => new Date(unixMs).toISOString(),
  withCustom: (fields, custom, { customInV1 }) =>
    Object.fromEntries([
      ...Object.entries(fields),
      ...(customInV1 === 'custom' ? [] : custom),
      ...(customInV1 === 'top-level' ? [] : [['custom', Object.fromEntries(custom)] as const]),
    ]),
};

const v2: Generation = {
  name: 'v2',
  prefix: '/api/v2/chat',
  rateLimits: '/api/v2/rate_limits',
  time: (unixMs, { v2Times }) => Math.floor(unixMs * UNITS[v2Times]),
  withCustom: (fields, custom) => ({ ...fields, custom: Object.fromEntries(custom) }),
};

export const GENERATIONS = [v1, v2] as const;
