import { checkTexts, entryPointer, refuseFaults, refuseCursor } from '../../src/core/call-checks';
import { isRecord } from '../../src/core/json';
import type { Target } from '../../src/core/metadata';
import type { ReadCall, Reply, SetCall } from '../../src/core/operation';
import type { Plan, UpstreamRequest } from '../../src/core/upstream';
import { KEY } from './capabilities';
import { ONE } from './quotas';

/** "Read attributes": all of a group's, as a map of strings. */
export function* getAttributes(call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  const attributes = yield request('GET', call.target);
  return {
    entries: Object.entries(isRecord(attributes) ? attributes : {})
      .filter(([key]) => call.keys?.includes(key) ?? true)
      .map(([key, value]) => ({ key, values: [String(value)] })),
  };
}

/** "Merge attributes": the named ones are set, the others stay. */
export function* setAttributes(call: SetCall): Plan<Reply> {
  const keys = call.entries.map(({ key }) => key);
  refuseFaults(
    'acme',
    checkTexts(KEY, keys, (index) => entryPointer(call, index)),
  );
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
    draws: ONE,
    effect: method === 'GET' ? 'read' : 'idempotent',
    ...(method === 'PUT' && { contentType: 'application/json' }),
    ...write,
  };
}
