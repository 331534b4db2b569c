import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import type { DeleteCall, ReadCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { isNotFound } from './errors';
import { channelRules } from './limits';
import { draw } from './quotas';
import { confirmDeleted } from './replies';
import {
  MAX_QUERY_CHARACTERS,
  channelEndpoint,
  itemEndpoint,
  keysQuery,
  requestWithoutBody,
} from './requests';
import type { SendbirdSettings } from './settings';

/**
 * Channel metadata and counters are both flat maps, and the vendor has the same endpoints to read them
 * and to delete from them.
 */
interface ChannelMap<Item> {
  /** Last segment of the path. */
  readonly path: 'metadata' | 'metacounter';
  /** Prefix of the quota names. */
  readonly quotas: 'channel-metadata' | 'metacounter';
  /** @throws GatewayError upstream-malformed */
  readonly readItems: (payload: unknown) => Item[];
}

/** Reads the given keys, or the whole map also where they are too many for a query, in one request. */
export function* readMap<Item extends { readonly key: string }>(
  settings: SendbirdSettings,
  { path, quotas, readItems }: ChannelMap<Item>,
  call: ReadCall,
): Plan<Item[]> {
  refuseCursor(call);
  checkKeys('Sendbird', channelRules(settings).key, call);
  const { keys } = call;
  const keyQuery = keys === undefined ? '' : keysQuery(keys);
  const query = keyQuery.length > MAX_QUERY_CHARACTERS ? '' : keyQuery;
  const endpoint = channelEndpoint(call.target, path);
  const payload = yield requestWithoutBody('GET', endpoint, query, {
    draws: draw(`${quotas}.get`),
    effect: 'read',
    assumedPayload: {},
  });
  const items = readItems(payload);
  if (keys === undefined) return items;
  const requested = new Set(keys);
  const found = items.filter(({ key }) => requested.has(key));
  // keys that were not requested show that this is not the reply to this request
  if (query !== '' && found.length < items.length)
    throw malformedReply('Sendbird', 'the requested keys only');
  return found;
}

/**
 * Deletes the whole map in one request, or the given keys in one request each. A missing key is no
 * error. The vendor has the same code for a missing key and a missing channel, so after that code the
 * plan reads the map, which fails only if the channel is missing.
 */
export function* deleteFromMap(
  settings: SendbirdSettings,
  { path, quotas }: ChannelMap<unknown>,
  call: DeleteCall,
): Plan<void> {
  checkKeys('Sendbird', channelRules(settings).key, call);
  const map = channelEndpoint(call.target, path);
  const facts = { draws: draw(`${quotas}.delete`), effect: 'idempotent' } as const;
  if (call.keys === 'all') {
    confirmDeleted(yield requestWithoutBody('DELETE', map, '', facts));
    return;
  }
  refuseSeveralWrites(call, call.keys.length);
  for (const key of call.keys) {
    const item = itemEndpoint(map, key);
    try {
      confirmDeleted(yield requestWithoutBody('DELETE', item, '', { ...facts, keys: [key] }));
    } catch (error) {
      if (!isNotFound(error)) throw error;
      yield requestWithoutBody('GET', map, '', {
        draws: draw(`${quotas}.get`),
        effect: 'read',
        assumedPayload: {},
      });
    }
  }
}
