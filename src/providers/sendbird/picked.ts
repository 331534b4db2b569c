import { malformedReply } from '../../core/json';
import type { Draw, UpstreamRequest } from '../../core/upstream';
import { bare, keysQuery, type Place } from './requests';

/** Longest query, in characters, that is asked for by keys; beyond it everything is read. */
const LONGEST_QUERY = 4_000;

interface Picked {
  readonly request: UpstreamRequest;
  /**
   * Those of a reply that are wanted.
   * @throws GatewayError upstream-malformed: a reply with keys that were not asked for is not to this read
   */
  readonly pick: <Item extends { readonly key: string }>(items: readonly Item[]) => Item[];
}

/** A read of the given keys. */
export function pickedBy(keys: readonly string[] | undefined, place: Place, draws: Draw[]): Picked {
  const wanted = keys === undefined ? undefined : new Set(keys);
  const byKeys = keys === undefined ? '' : keysQuery(keys);
  const query = byKeys.length > LONGEST_QUERY ? '' : byKeys;
  return {
    request: bare('GET', place, query, { draws, effect: 'read', assumedPayload: {} }),
    pick(items) {
      const found = items.filter(({ key }) => wanted?.has(key) ?? true);
      if (query !== '' && found.length < items.length)
        throw malformedReply('Sendbird', 'the keys that were asked for');
      return found;
    },
  };
}
