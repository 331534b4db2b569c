import type { Draw, UpstreamRequest } from '../../core/upstream';
import { bare, keysQuery, type Place } from './requests';

/** Longest query, in characters, that is asked for by keys; beyond it everything is read. */
const LONGEST_QUERY = 4_000;

/** A read of the given keys, and the test that picks them where the reply holds more. */
export function pickedBy(
  keys: readonly string[] | undefined,
  place: Place,
  draws: Draw[],
): { request: UpstreamRequest; pick: (key: string) => boolean } {
  const wanted = keys === undefined ? undefined : new Set(keys);
  const query = keys === undefined ? '' : keysQuery(keys);
  return {
    request: bare('GET', place, query.length > LONGEST_QUERY ? '' : query, {
      draws,
      effect: 'read',
      presumed: {},
    }),
    pick: (key) => wanted?.has(key) ?? true,
  };
}
