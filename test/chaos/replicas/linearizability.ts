import { planValueWrites } from '../../../src/providers/sendbird/value-writes';

type Values = readonly string[];

/** One call on the values of a key. Times are milliseconds. */
export interface CallRecord {
  readonly kind: 'set' | 'add' | 'remove' | 'delete' | 'get';
  readonly values: Values;
  /** The values in the answer to a get, an add or a remove. */
  readonly shown?: Values;
  readonly startMs: number;
  /** Infinity if the outcome is unknown: the call may still take effect, in whole, in part or not at all. */
  readonly endMs: number;
}

const isOutcomeUnknown = ({ endMs }: CallRecord): boolean => endMs === Infinity;

/** The values after each vendor call of a write. The last are the values that the caller asked for. */
function statesOf({ kind, values }: CallRecord, held: Values): readonly Values[] {
  switch (kind) {
    case 'get':
      return [held];
    case 'delete':
      return [[]];
    case 'add':
      return [[...held, ...values.filter((value) => !held.includes(value))]];
    case 'remove':
      return [held.filter((value) => !values.includes(value))];
    case 'set':
      return statesOfSet(held, values);
  }
}

/** A set may take several vendor calls, and the vendor's capabilities say that readers may see the states between. */
function statesOfSet(held: Values, values: Values): readonly Values[] {
  const current = held.length === 0 ? [] : [{ key: 'k', values: held }];
  const states: Values[] = [];
  for (const { mode, items } of planValueWrites([{ key: 'k', values }], current)) {
    const change = items[0]?.values ?? [];
    const before = states.at(-1) ?? held;
    states.push(
      mode === 'add'
        ? [...before, ...change.filter((value) => !before.includes(value))]
        : before.filter((value) => !change.includes(value)),
    );
  }
  return states.length === 0 ? [values] : states;
}

const isEqual = (one: Values, other: Values): boolean => one.join('\n') === other.join('\n');

/** A state of the search: the calls that have taken effect and the values that they leave. */
interface Position {
  /** Bit n: call n has taken effect. */
  readonly done: bigint;
  readonly held: Values;
  /** A write between two of its vendor calls, with the states to come. Its lock excludes other writes. */
  readonly underWay?: { readonly index: number; readonly states: readonly Values[] };
  /** A set was merged into the next set, which must come now and starts from the values before both. */
  readonly isMerged?: boolean;
}

/**
 * Whether the calls are linearizable (Wing and Gong): whether some order of them, each at a moment
 * between its start and its end, makes a register of values give the same answers. Calls of unknown
 * outcome may be left out of the order.
 */
export function isLinearizable(calls: readonly CallRecord[], initial: Values = []): boolean {
  const visited = new Set<string>();
  const stack: Position[] = [{ done: 0n, held: initial }];
  const mustBeDone = calls.reduce(
    (mask, call, index) => (isOutcomeUnknown(call) ? mask : mask | (1n << BigInt(index))),
    0n,
  );
  for (let position = stack.pop(); position !== undefined; position = stack.pop()) {
    const { done, held, underWay, isMerged } = position;
    if ((done & mustBeDone) === mustBeDone && isMerged !== true) return true;
    const key = JSON.stringify([done.toString(36), held, underWay, isMerged]);
    if (visited.has(key)) continue;
    visited.add(key);
    stack.push(...nextPositions(calls, position));
  }
  return false;
}

function nextPositions(
  calls: readonly CallRecord[],
  { done, held, underWay, isMerged = false }: Position,
): Position[] {
  const remaining = calls.flatMap((call, index) =>
    (done >> BigInt(index)) & 1n ? [] : [{ call, index }],
  );
  const earliestEndMs = Math.min(...remaining.map(({ call }) => call.endMs));
  const positions: Position[] = [];
  if (underWay !== undefined) {
    const { index } = underWay;
    const [after = held, ...states] = underWay.states;
    const call = calls[index];
    const withCall = done | (1n << BigInt(index));
    if (states.length > 0) positions.push({ done, held: after, underWay: { index, states } });
    else positions.push({ done: withCall, held: after });
    // a write of unknown outcome may have stopped here
    if (call !== undefined && isOutcomeUnknown(call)) positions.push({ done: withCall, held });
  }
  for (const { call, index } of remaining) {
    const canBeNext = call.startMs <= earliestEndMs && index !== underWay?.index;
    if (!canBeNext || (underWay !== undefined && call.kind !== 'get')) continue;
    if (isMerged && call.kind !== 'set') continue;
    const states = statesOf(call, held);
    const last = states.at(-1) ?? held;
    if (call.shown !== undefined && !isEqual(call.shown, last)) continue;
    const withCall = done | (1n << BigInt(index));
    if (call.kind === 'set') positions.push({ done: withCall, held, isMerged: true });
    if (call.kind === 'get')
      positions.push({ done: withCall, held, ...(underWay && { underWay }) });
    else if (states.length === 1) positions.push({ done: withCall, held: last });
    else positions.push({ done, held, underWay: { index, states } });
  }
  return positions;
}
