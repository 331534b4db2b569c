/** Every kind of write, each of whose vendor calls the vendor carries out late, but within the timeout. */
import { mostKeys } from '../../conformance/subjects';
import { appendRow } from '../report/report-row';
import { readStored, startOutcomeGateway, type OutcomeGateway } from './outcome-gateway';
import { findContradictions } from './statement';
import { bodyOfEntries, createWrites, factoriesOf, PLACES, type Place, type Write } from './writes';

/** Longer than a call takes on a busy machine. */
const TIMEOUT_MS = 800;
const FAULTS = [
  { kind: 'reset', appliedAfterMs: 1 },
  { kind: 'not-json', appliedAfterMs: TIMEOUT_MS / 2 },
  { kind: 'stall', appliedAfterMs: TIMEOUT_MS - 1 },
] as const;
/** The most vendor writes of one operation. */
const MOST_CALLS = 3;
/** Each call earns a tenth of a retry, without which the gateway repeats no write; places share the retries. */
const CALLS_THAT_EARN_A_RETRY = 5;

let gateway: OutcomeGateway;
beforeAll(async () => {
  gateway = await startOutcomeGateway([], TIMEOUT_MS);
  await gateway.reset();
});
afterAll(() => gateway.close());

async function prepare({ place, keys }: Write): Promise<void> {
  const entries = keys.flatMap(({ key, before }) =>
    before === undefined ? [] : [{ key, values: before }],
  );
  if (entries.length > 0) {
    const body = bodyOfEntries(place, entries);
    await gateway.store({ place, method: 'PATCH', under: '', body, keys: [] });
  }
  for (let call = 0; call < CALLS_THAT_EARN_A_RETRY; call += 1)
    await gateway.send({ place, method: 'GET', under: '', keys: [] });
}

/** They mostly wait; more at a time would time out on a busy machine. */
const CONCURRENT_PLACES = 12;

/** Writes of all kinds to one place, one after the other. Returns the contradictions. */
async function runPlace(
  place: Place,
  index: number,
  tally: Map<string, number>,
): Promise<string[]> {
  const contradictions: string[] = [];
  for (const [faultIndex, fault] of FAULTS.entries())
    for (const kind of factoriesOf(place).keys())
      for (let skip = 0; skip < MOST_CALLS; skip += 1) {
        const round = 1_000 * index + 10 * faultIndex + skip;
        const write = createWrites(place, round, kind + 1).at(-1);
        if (write === undefined) throw new Error(`${place.title} has no write ${kind}.`);
        const found = await runWrite(write, { ...fault, skip }, tally);
        if (found === 'fewer calls') break;
        contradictions.push(...found);
      }
  return contradictions;
}

type LateCall = (typeof FAULTS)[number] & { readonly skip: number };

/** Sends a write of which one vendor call is late. Returns the contradictions, unless it takes fewer calls. */
async function runWrite(
  write: Write,
  fault: LateCall,
  tally: Map<string, number>,
): Promise<readonly string[] | 'fewer calls'> {
  const { place } = write;
  const { vendor } = place.subject;
  await prepare(write);
  const contains = nameOf(write);
  await gateway.addFault(vendor, { route: '*', times: 1, contains, ...fault });
  const answer = await gateway.send(write);
  if (await gateway.hasFault(vendor, contains)) {
    // to delete all names no key, which the fault waits for
    if (isSmall(place))
      await gateway.store({ place, method: 'DELETE', under: '?all=true', keys: [] });
    return 'fewer calls';
  }
  // an answer that came too early shall not agree by chance
  await gateway.settleWrite(vendor, fault.appliedAfterMs);
  const { code = 'ok' } = (answer.body ?? {}) as { readonly code?: string };
  const name = `${answer.status} ${code}`;
  tally.set(name, (tally.get(name) ?? 0) + 1);
  const stored = readStored(await gateway.state(vendor), place);
  // an open channel holds a hundred keys; the dialects of a vendor share their targets
  const under = `?keys=${write.keys.map(({ key }) => key).join(',')}`;
  await gateway.store({ place, method: 'DELETE', under, keys: [] });
  return findContradictions(
    write,
    answer,
    (wanted) => stored.find(({ key }) => key === wanted)?.values,
  );
}

/** Whether the keys of all writes would be too many, as in a group of Tencent. */
const isSmall = (place: Place): boolean => (mostKeys(place) ?? Infinity) < 50;

/** A text that all keys of a write begin with. */
const nameOf = ({ keys }: Write): string => (keys[0]?.key ?? '').replace(/[abc]$/, '');

it('is answered as the vendor has it in the end', async () => {
  const tally = new Map<string, number>();
  const contradictions: string[] = [];
  const remaining = PLACES.entries();
  const worker = async (): Promise<void> => {
    for (const [index, place] of remaining)
      contradictions.push(...(await runPlace(place, index, tally)));
  };
  await Promise.all(Array.from({ length: CONCURRENT_PLACES }, worker));
  const requests = [...tally.values()].reduce((sum, times) => sum + times, 0);
  appendRow({
    fault: 'one late call of each write',
    requests,
    violations: contradictions.length,
    answers: tally,
  });
  expect(contradictions).toEqual([]);
  // without definite answers the comparison would prove nothing
  const done = [...tally].filter(([name]) => name.startsWith('20'));
  expect(done.reduce((sum, [, times]) => sum + times, 0)).toBeGreaterThan(0.6 * requests);
}, 600_000);
