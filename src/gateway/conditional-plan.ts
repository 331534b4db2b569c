import { GatewayError } from '../core/gateway-error';
import type { Counter, Entry } from '../core/metadata';
import {
  namedKeys,
  type ChangeCountersCall,
  type Operation,
  type OperationName,
  type ReadCall,
  type Reply,
  type SetCall,
} from '../core/operation';
import { checkPlace, placeLimitOf } from '../core/place-limit';
import type { Plan } from '../core/upstream';
import type { ConnectedVendor } from './connection';
import { entityTag } from './entity-tag';

/** Whether the conditions of a write are checked, or presumed to be met. */
export type Conditions = 'checked' | 'presumed';

type WritePlan = (call: object) => Plan<Reply>;
type ReadPlan = (call: ReadCall) => Plan<Reply>;

/**
 * The vendor's plan for an operation. Where the vendor cannot check the conditions of a write, they are
 * checked with a read before it.
 * @throws GatewayError unsupported-by-provider where the vendor cannot read
 */
export function planFor(
  vendor: ConnectedVendor,
  operation: Operation,
  conditions: Conditions,
): Plan<Reply> {
  const { name, call } = operation;
  const plan = vendor.adapter.plans[name] as WritePlan;
  const check = placeCheckOf(vendor, name);
  // without upsert, only a read shows the keys that are written
  if ('entries' in call && call.upsert !== false) check?.(call);
  if (!readsConditions(vendor, operation)) return plan(call);
  const read = vendor.adapter.plans[readOf(name)] as ReadPlan | undefined;
  if (read !== undefined) return conditionalPlan(operation, read, plan, conditions, check);
  throw new GatewayError(
    'unsupported-by-provider',
    'The vendor cannot read, so no condition of a write can be checked.',
  );
}

/** Checks that a set keeps the vendor's limit for all entries of its target together. */
type PlaceCheck = (call: SetCall, present?: readonly (Entry | Counter)[]) => void;

function placeCheckOf(
  { adapter, provider }: ConnectedVendor,
  name: OperationName,
): PlaceCheck | undefined {
  const limit = placeLimitOf(adapter.placeLimits, name);
  if (limit === undefined) return undefined;
  return (call, present = []) => {
    checkPlace(provider.title, limit, call, entriesIn(present));
  };
}

const entriesIn = (items: readonly (Entry | Counter)[]): Entry[] =>
  items.filter((item): item is Entry => 'values' in item);

/** Whether a write reads its target first because of a condition. It needs the lock on the target. */
export const readsConditions = (
  { provider: { capabilities } }: ConnectedVendor,
  { name, call }: Operation,
): boolean =>
  call.ifMatch !== undefined ||
  call.ifEntry !== undefined ||
  ('upsert' in call &&
    call.upsert === false &&
    capabilities[name]?.[call.target.channelType]?.upsert !== 'native');

/**
 * Reads, checks the conditions, and writes what they allow.
 * @throws GatewayError precondition-failed
 */
function* conditionalPlan(
  { call }: Operation,
  read: ReadPlan,
  write: WritePlan,
  conditions: Conditions,
  check: PlaceCheck | undefined,
): Plan<Reply> {
  write(call).next(); // an invalid write is refused before the read draws tokens
  const keys = namedKeys(call);
  const isWhole = call.ifMatch !== undefined || keys === 'all' || check !== undefined;
  const found = yield* readAllPages(read, { ...wholeReadOf(call), ...(!isWhole && { keys }) });
  if (conditions === 'presumed') return yield* write(call);
  const existingKeys = new Set(found.map(({ key }) => key));
  if (call.ifMatch !== undefined) checkEntityTag(call.ifMatch, found);
  if (call.ifEntry !== undefined) checkEntry(call.ifEntry, keys, existingKeys);
  const writeChecked: WritePlan = (checked) => {
    if ('entries' in checked) check?.(checked as SetCall, found);
    return write(checked);
  };
  const isUpdate = 'upsert' in call && call.upsert === false;
  return yield* isUpdate ? writeExisting(writeChecked, call, existingKeys) : writeChecked(call);
}

/** Writes the keys that exist, and names the others in its reply. */
function* writeExisting(
  write: WritePlan,
  call: SetCall | ChangeCountersCall,
  existingKeys: ReadonlySet<string>,
): Plan<Reply> {
  const exists = ({ key }: { readonly key: string }) => existingKeys.has(key);
  const items = 'changes' in call ? call.changes : call.entries;
  const skipped = items.filter((item) => !exists(item)).map(({ key }) => key);
  if (skipped.length === 0) return yield* write(call);
  if (skipped.length === items.length) return { skipped };
  const existing =
    'changes' in call
      ? { ...call, changes: call.changes.filter(exists) }
      : { ...call, entries: call.entries.filter(exists) };
  return { ...(yield* write(existing)), skipped };
}

function checkEntityTag(ifMatch: readonly string[], found: readonly (Entry | Counter)[]): void {
  if (ifMatch.includes('*') || ifMatch.includes(entityTag(entriesIn(found)))) return;
  throw new GatewayError('precondition-failed', 'The entity tag of the metadata has changed.');
}

function checkEntry(
  ifEntry: 'exists' | 'missing',
  keys: readonly string[] | 'all',
  existingKeys: ReadonlySet<string>,
): void {
  const exists = keys !== 'all' && keys.every((key) => existingKeys.has(key));
  if (exists === (ifEntry === 'exists')) return;
  throw new GatewayError(
    'precondition-failed',
    exists ? 'There is an entry under this key.' : 'There is no entry under this key.',
  );
}

function* readAllPages(read: ReadPlan, call: ReadCall): Plan<readonly (Entry | Counter)[]> {
  const found: (Entry | Counter)[] = [];
  let cursor: string | undefined;
  do {
    const page: Reply = yield* read({ ...call, ...(cursor !== undefined && { cursor }) });
    found.push(...(page.entries ?? []), ...(page.counters ?? []));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

/** The read that shows what a write of this name has changed. */
export function readOf(name: OperationName): 'message.get' | 'channel.get' | 'counters.get' {
  if (name.startsWith('counters.')) return 'counters.get';
  return name.startsWith('message.') ? 'message.get' : 'channel.get';
}

/** A read of all entries of the target of a call. */
export const wholeReadOf = ({ target, options, actorId }: Operation['call']): ReadCall => ({
  target,
  options,
  strict: false,
  actorId,
});
