import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import { malformedReply } from '../../core/json';
import { COUNTER_OPS, type Counter, type CounterChange, type Target } from '../../core/metadata';
import type { ChangeCountersCall, DeleteCall, ReadCall, Reply } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { deleteItems } from './delete-items';
import { channelRules, checkCounterKeys } from './limits';
import { pickedBy } from './picked';
import { draw } from './quotas';
import { readCounters } from './replies';
import { channelPlace, json } from './requests';
import type { SendbirdSettings } from './settings';

const place = (target: Target) => channelPlace(target, 'metacounter');

export function* getCounters(settings: SendbirdSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Sendbird', channelRules(settings).key, call);
  const { request, pick } = pickedBy(call.keys, place(call.target), draw('metacounter.get'));
  return { counters: pick(readCounters(yield request)) };
}

/** One request for each kind of change; the vendor answers the values that result. */
export function* changeCounters(settings: SendbirdSettings, call: ChangeCountersCall): Plan<Reply> {
  checkCounterKeys(channelRules(settings), call);
  const groups = COUNTER_OPS.map((op) => call.changes.filter((change) => change.op === op)).filter(
    (group) => group.length > 0,
  );
  refuseSeveralWrites(call, groups.length);
  const results = new Map<string, number>();
  for (const group of groups)
    for (const { key, value } of readCounters(yield update(call.target, group)))
      results.set(key, value);
  return { counters: call.changes.map(({ key }) => counterOf(key, results.get(key))) };
}

export function* deleteCounters(settings: SendbirdSettings, call: DeleteCall): Plan<Reply> {
  checkKeys('Sendbird', channelRules(settings).key, call);
  if (call.keys !== 'all') refuseSeveralWrites(call, call.keys.length);
  yield* deleteItems(call, place(call.target), 'metacounter');
  return {};
}

/** @throws GatewayError upstream-malformed: a reply to a change shows what it came to */
function counterOf(key: string, value: number | undefined): Counter {
  if (value === undefined) throw malformedReply('Sendbird', 'the counters that were changed');
  return { key, value };
}

/** `increase` and `decrease` count again when they are sent again. */
function update(target: Target, changes: readonly CounterChange[]): UpstreamRequest {
  const mode = changes[0]?.op ?? 'set';
  const metacounter = Object.fromEntries(changes.map(({ key, amount }) => [key, amount]));
  return json(
    'PUT',
    place(target),
    { metacounter, mode, upsert: true },
    {
      draws: draw('metacounter.update'),
      effect: mode === 'set' ? 'idempotent' : 'once',
      keys: changes.map(({ key }) => key),
      assumedPayload: metacounter,
    },
  );
}
