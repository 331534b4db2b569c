import { checkTexts, entryPointer, refuseCursor, refuseFaults } from '../../src/core/call-checks';
import { isRecord } from '../../src/core/json';
import type { Target } from '../../src/core/metadata';
import type { ReadCall, Reply, SetCall } from '../../src/core/operation';
import type { Plan, UpstreamRequest } from '../../src/core/upstream';
import { KEY_RULE } from './capabilities';
import { ONE_REQUEST } from './quotas';

/** "Read attributes": returns all attributes of a group, as a map of strings. */
export function* getChannel(call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  const attributes = yield request('GET', call.target);
  return {
    entries: Object.entries(isRecord(attributes) ? attributes : {})
      .filter(([key]) => call.keys?.includes(key) ?? true)
      .map(([key, value]) => ({ key, values: [String(value)] })),
  };
}

/** "Merge attributes": sets the given keys and leaves the others as they are. */
export function* setChannel(call: SetCall): Plan<Reply> {
  const keys = call.entries.map(({ key }) => key);
  const faults = checkTexts(KEY_RULE, keys, (index) => entryPointer(call, index));
  refuseFaults('acme', faults);
  const attributes = Object.fromEntries(call.entries.map(({ key, values }) => [key, values[0]]));
  yield request('PUT', call.target, { keys, body: JSON.stringify(attributes) });
  return { entries: call.entries };
}

function request(
  method: 'GET' | 'PUT',
  { channelId }: Target,
  write: Pick<UpstreamRequest, 'keys' | 'body'> = {},
): UpstreamRequest {
  return {
    method,
    path: `/groups/${encodeURIComponent(channelId)}/attributes`,
    route: '/groups/{id}/attributes',
    draws: ONE_REQUEST,
    effect: method === 'GET' ? 'read' : 'idempotent',
    ...(method === 'PUT' && { contentType: 'application/json' }),
    ...write,
  };
}
