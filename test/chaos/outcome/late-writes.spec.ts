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

/** More places at a time would time out on a busy machine. */
const CONCURRENT_PLACES = 6;

/** Writes of all kinds to one place, one after the other. Returns the contradictions. */
async function runPlace(
  place: Place,
  index: number,
  tally: Map<string, number>,
): Promise<string[]> {
  const { vendor } = place.subject;
  const contradictions: string[] = [];
  for (const [faultIndex, fault] of FAULTS.entries()) {
    for (let skip = 0; skip < MOST_CALLS; skip += 1) {
      const round = 1_000 * index + 10 * faultIndex + skip;
      for (const write of createWrites(place, round, factoriesOf(place).length)) {
        await prepare(write);
        const contains = nameOf(write);
        await gateway.addFault(vendor, { route: '*', times: 1, skip, contains, ...fault });
        const answer = await gateway.send(write);
        if (await gateway.hasFault(vendor, contains)) {
          // the write takes fewer calls; to delete all names no key, which the fault waits for
          if (isSmall(place))
            await gateway.store({ place, method: 'DELETE', under: '?all=true', keys: [] });
          continue;
        }
        await gateway.settle(); // an answer that came too early shall not agree by chance
        const { code = 'ok' } = (answer.body ?? {}) as { readonly code?: string };
        const name = `${answer.status} ${code}`;
        tally.set(name, (tally.get(name) ?? 0) + 1);
        const stored = readStored(await gateway.state(vendor), place);
        contradictions.push(
          ...findContradictions(
            write,
            answer,
            (wanted) => stored.find(({ key }) => key === wanted)?.values,
          ),
        );
        // an open channel holds a hundred keys; the dialects of a vendor share their targets
        const under = `?keys=${write.keys.map(({ key }) => key).join(',')}`;
        await gateway.store({ place, method: 'DELETE', under, keys: [] });
      }
    }
  }
  return contradictions;
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
