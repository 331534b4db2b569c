import { refuseSeveralWrites } from '../../core/call-checks';
import { COUNTER_OPS, type Counter, type CounterChange } from '../../core/metadata';
import type { ChangeCountersCall, DeleteCall, ReadCall, Reply } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { deleteFromMap, readMap } from './channel-maps';
import { channelRules, checkCounterKeys } from './limits';
import { draw } from './quotas';
import { readCounters } from './replies';
import { channelEndpoint, jsonRequest } from './requests';
import type { SendbirdSettings } from './settings';

const COUNTERS = {
  path: 'metacounter',
  quotas: 'metacounter',
  readItems: readCounters,
} as const;

export function* getCounters(settings: SendbirdSettings, call: ReadCall): Plan<Reply> {
  return { counters: yield* readMap(settings, COUNTERS, call) };
}

/**
 * One request for each kind of change that the call has: set, increase, decrease. The vendor replies
 * with the resulting values ("Update metacounter").
 */
export function* changeCounters(settings: SendbirdSettings, call: ChangeCountersCall): Plan<Reply> {
  checkCounterKeys(channelRules(settings), call);
  const groups = COUNTER_OPS.map((op) => call.changes.filter((change) => change.op === op)).filter(
    (group) => group.length > 0,
  );
  refuseSeveralWrites(call, groups.length);
  const results = new Map<string, number>();
  for (const group of groups)
    for (const { key, value } of readCounters(yield updateRequest(call, group)))
      results.set(key, value);
  const keys = call.changes.map(({ key }) => key);
  const skipped = call.upsert === false ? keys.filter((key) => !results.has(key)) : [];
  return {
    counters: keys
      .filter((key) => !skipped.includes(key))
      .map((key) => resultOf(key, results.get(key))),
    ...(skipped.length > 0 && { skipped }),
  };
}

export function* deleteCounters(settings: SendbirdSettings, call: DeleteCall): Plan<Reply> {
  yield* deleteFromMap(settings, COUNTERS, call);
  return {};
}

/** @throws GatewayError upstream-malformed if the reply lacks a counter that was changed */
function resultOf(key: string, value: number | undefined): Counter {
  if (value === undefined) throw malformedReply('Sendbird', 'the counters that were changed');
  return { key, value };
}

/** @param changes of the same kind. A repeated `increase` or `decrease` counts twice. */
function updateRequest(
  { target, upsert = true }: ChangeCountersCall,
  changes: readonly CounterChange[],
): UpstreamRequest {
  const mode = changes[0]?.op ?? 'set';
  const metacounter = Object.fromEntries(changes.map(({ key, amount }) => [key, amount]));
  return jsonRequest(
    'PUT',
    channelEndpoint(target, 'metacounter'),
    { metacounter, mode, upsert },
    {
      draws: draw('metacounter.update'),
      effect: mode === 'set' ? 'idempotent' : 'once',
      keys: changes.map(({ key }) => key),
      assumedPayload: metacounter,
    },
  );
}
