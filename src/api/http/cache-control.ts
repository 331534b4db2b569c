import { refuseFaults } from './problems/invalid-request';

/** The header `Cache-Control` of a read (RFC 9111 §5.2.1). */
export interface CachePreferences {
  /** A reply of up to this age will do, in milliseconds; 0: only one that is read now. */
  readonly maxAgeMs: number;
  /** `no-store`: the reply is not to be kept. */
  readonly keepsNothing: boolean;
}

const NONE: CachePreferences = { maxAgeMs: 0, keepsNothing: false };

/** A name, and an argument with or without quotes. A comma may be part of a quoted argument. */
const DIRECTIVE = /([^\s,=]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^,]*))?/g;

/** The greatest age that the RFC requires to be understood: 68 years. */
const MAX_AGE_SECONDS = 2 ** 31;

/**
 * Directives that do not concern the gateway are ignored, as the RFC says. Of several `max-age` the first
 * counts; `no-cache` outweighs it.
 * @throws GatewayError invalid-request for a `max-age` that is no number of seconds
 */
export function parseCacheControl(header: string | undefined): CachePreferences {
  if (header === undefined) return NONE;
  const directives = new Map<string, string>();
  for (const [, name = '', argument = ''] of header.matchAll(DIRECTIVE)) {
    const known = directives.has(name.toLowerCase());
    if (!known) directives.set(name.toLowerCase(), argument.trim().replace(/^"(.*)"$/, '$1'));
  }
  const maxAge = directives.get('max-age');
  if (maxAge !== undefined && !/^\d+$/.test(maxAge))
    refuseFaults([
      { pointer: 'header/Cache-Control', reason: 'must have whole seconds as max-age: max-age=60' },
    ]);
  return {
    maxAgeMs: directives.has('no-cache')
      ? 0
      : Math.min(Number(maxAge ?? 0), MAX_AGE_SECONDS) * 1_000,
    keepsNothing: directives.has('no-store'),
  };
}
