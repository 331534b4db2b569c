import { GatewayError } from './gateway-error';
import type { Plan } from './upstream';

/** A second refusal needs another client that deletes one of the keys at the same time. */
const MAX_ATTEMPTS = 3;

/**
 * Deletes keys at a vendor that refuses with `entry-not-found` if one of them does not exist. The refusal of
 * several keys does not tell whether the others are gone: a read shows those that remain, and they are
 * deleted again. The refusal of one key means that it is gone.
 * @param remove deletes these keys with one request
 * @param findPresent reads which of these keys exist; it may return others too
 * @throws GatewayError upstream-refused where the vendor keeps refusing, although its reads show keys
 */
export function* deletePresent(
  keys: readonly string[],
  remove: (keys: readonly string[]) => Plan<unknown>,
  findPresent: (keys: readonly string[]) => Plan<readonly string[]>,
): Plan<void> {
  let remaining = keys;
  for (let attempt = 1; remaining.length > 0; attempt += 1) {
    const refusal = yield* refusalOf(remove(remaining));
    if (refusal === undefined || remaining.length === 1) return;
    const present = yield* findPresent(remaining);
    remaining = remaining.filter((key) => present.includes(key));
    if (remaining.length > 0 && attempt === MAX_ATTEMPTS)
      throw new GatewayError(
        'upstream-refused',
        `${refusal.message} But its reads show ${remaining.length} of the keys.`,
        refusal.details,
      );
  }
}

/** @returns the refusal of a key that does not exist; undefined: the plan has succeeded */
function* refusalOf(plan: Plan<unknown>): Plan<GatewayError | undefined> {
  try {
    yield* plan;
    return undefined;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'entry-not-found') return error;
    throw error;
  }
}
