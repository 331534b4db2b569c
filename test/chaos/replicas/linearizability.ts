import { planValueWrites } from '../../../src/providers/sendbird/value-writes';

type Values = readonly string[];

/** What a caller asked of the values under one key, and what it was answered. Times are milliseconds. */
export interface Event {
  readonly kind: 'set' | 'add' | 'remove' | 'delete' | 'get';
  readonly values: Values;
  /** Of a get, an add or a remove: what the answer showed. */
  readonly shown?: Values;
  readonly fromMs: number;
  /** Infinite where nobody knows whether it was carried out, or whether it will be. */
  readonly toMs: number;
}

/** Nobody knows of it: it may take effect, take effect in part, or not at all. */
const isOpen = ({ toMs }: Event): boolean => toMs === Infinity;

/** The values after each vendor call of a write, the last of which is what was asked for. */
function wayOf({ kind, values }: Event, held: Values): readonly Values[] {
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
      return steps(held, values);
  }
}

/** A set may be seen half-way, as its vendor's capability says: it is no single call. */
function steps(held: Values, values: Values): readonly Values[] {
  const current = held.length === 0 ? [] : [{ key: 'k', values: held }];
  const way: Values[] = [];
  for (const { mode, items } of planValueWrites([{ key: 'k', values }], current)) {
    const change = items[0]?.values ?? [];
    const before = way.at(-1) ?? held;
    way.push(
      mode === 'add'
        ? [...before, ...change.filter((value) => !before.includes(value))]
        : before.filter((value) => !change.includes(value)),
    );
  }
  return way.length === 0 ? [values] : way;
}

const same = (one: Values, other: Values): boolean => one.join('\n') === other.join('\n');

interface Position {
  readonly done: bigint;
  readonly held: Values;
  /** The write that is under way, alone as it holds the lock, and what is still to come of it. */
  readonly under?: { readonly index: number; readonly way: readonly Values[] };
  /** A set went along with a later one, which has to begin now: from what was held before both. */
  readonly joined?: boolean;
}

/**
 * Whether the events can be put into one order that a register of values, one after the other, would
 * have answered the same way, each event within its own time (Wing and Gong).
 */
export function isLinearizable(events: readonly Event[], initial: Values = []): boolean {
  const seen = new Set<string>();
  const stack: Position[] = [{ done: 0n, held: initial }];
  const mustEnd = events.reduce(
    (mask, event, index) => (isOpen(event) ? mask : mask | (1n << BigInt(index))),
    0n,
  );
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if ((at.done & mustEnd) === mustEnd && at.joined !== true) return true;
    const name = JSON.stringify([at.done.toString(36), at.held, at.under, at.joined]);
    if (seen.has(name)) continue;
    seen.add(name);
    stack.push(...next(events, at));
  }
  return false;
}

function next(
  events: readonly Event[],
  { done, held, under, joined = false }: Position,
): Position[] {
  const left = events.flatMap((event, index) =>
    (done >> BigInt(index)) & 1n ? [] : [{ event, index }],
  );
  const earliestEnd = Math.min(...left.map(({ event }) => event.toMs));
  const positions: Position[] = [];
  if (under !== undefined) {
    const [after = held, ...way] = under.way;
    const event = events[under.index];
    const ended = done | (1n << BigInt(under.index));
    if (way.length > 0) positions.push({ done, held: after, under: { index: under.index, way } });
    else positions.push({ done: ended, held: after });
    if (event !== undefined && isOpen(event)) positions.push({ done: ended, held });
  }
  for (const { event, index } of left) {
    const isNext = event.fromMs <= earliestEnd && index !== under?.index;
    if (!isNext || (under !== undefined && event.kind !== 'get')) continue;
    if (joined && event.kind !== 'set') continue;
    const way = wayOf(event, held);
    const last = way.at(-1) ?? held;
    if (event.shown !== undefined && !same(event.shown, last)) continue;
    const ended = done | (1n << BigInt(index));
    if (event.kind === 'set') positions.push({ done: ended, held, joined: true });
    if (event.kind === 'get') positions.push({ done: ended, held, ...(under && { under }) });
    else if (way.length === 1) positions.push({ done: ended, held: last });
    else positions.push({ done, held, under: { index, way } });
  }
  return positions;
}
