import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import { GatewayError } from '../../core/gateway-error';
import { COUNTER_OPS, type Counter, type CounterChange, type Target } from '../../core/metadata';
import type { ChangeCountersCall, DeleteCall, ReadCall, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { checkChanges, checkTarget, COUNTER_KEY } from './limits';
import { readCounters } from './replies';
import { deleteCounters, getCounters, send, updateCounters } from './requests';
import type { TencentSettings } from './settings';

export function* readChannelCounters(settings: TencentSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkTarget(settings, 'counters', call.target);
  checkKeys('Tencent', COUNTER_KEY, call);
  return { counters: readCounters(yield* send(getCounters(call.target, call.keys))) };
}

/** One request for each kind of change that the call has: set, increase, decrease. */
export function* changeCounters(settings: TencentSettings, call: ChangeCountersCall): Plan<Reply> {
  checkTarget(settings, 'counters', call.target);
  checkChanges(call);
  const kinds = COUNTER_OPS.map((op) => ({
    op,
    changes: call.changes.filter((change) => change.op === op),
  })).filter(({ changes }) => changes.length > 0);
  refuseSeveralWrites(call, kinds.length);
  const results = new Map<string, number>();
  const written: string[] = [];
  for (const { op, changes } of kinds) {
    const payload = yield* send(updateCounters(call.target, op, changes));
    written.push(...changes.map(({ key }) => key));
    for (const { key, value } of readAfterWrite(payload, written)) results.set(key, value);
  }
  return { counters: call.changes.map((change) => resultOf(change, results)) };
}

export function* deleteChannelCounters(settings: TencentSettings, call: DeleteCall): Plan<Reply> {
  checkTarget(settings, 'counters', call.target);
  checkKeys('Tencent', COUNTER_KEY, call);
  const { target, keys } = call;
  try {
    yield* send(deleteCounters(target, keys));
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'upstream-refused')) throw error;
    yield* deleteOthers(target, keys, error);
  }
  return {};
}

/**
 * After a refusal, deletes the keys that exist, if others do not: the vendor documents no code for a counter
 * that does not exist.
 * @throws the refusal where all keys exist, so that it has another reason
 */
function* deleteOthers(
  target: Target,
  keys: readonly string[] | 'all',
  refusal: GatewayError,
): Plan<void> {
  const read = getCounters(target, keys === 'all' ? undefined : keys);
  const present = readCounters(yield* send(read)).map(({ key }) => key);
  const existing = keys === 'all' ? present : keys.filter((key) => present.includes(key));
  if (existing.length === 0) return;
  if (keys === 'all' || existing.length === keys.length) throw refusal;
  yield* send(deleteCounters(target, existing));
}

/** A counter that cannot be told exactly has been changed all the same. */
function readAfterWrite(payload: unknown, written: readonly string[]): Counter[] {
  try {
    return readCounters(payload);
  } catch (error) {
    const isInexact = error instanceof GatewayError && error.code === 'provider-limit';
    throw isInexact ? error.withDetails({ applied: { keys: written } }) : error;
  }
}

/** @throws GatewayError upstream-malformed if the replies lack a counter that was changed */
function resultOf({ key }: CounterChange, results: ReadonlyMap<string, number>): Counter {
  const value = results.get(key);
  if (value === undefined) throw malformedReply('Tencent', 'the counters that were changed');
  return { key, value };
}
