import { mostKeys } from '../../conformance/subjects';
import { appendRow } from '../report/report-row';
import { FAULTS, type FaultName } from './faulty-vendor';
import { readStored, startOutcomeGateway, type OutcomeGateway } from './outcome-gateway';
import { findContradictions } from './statement';
import { bodyOfEntries, createWrites, PLACES, type Place, type Write } from './writes';

const isLong = process.env.CHAOS === 'long';
/** The most writes to one target between two comparisons. */
const WRITES_PER_ROUND = 24;
const MOST_KEYS_OF_A_WRITE = 3;
/** No more than the target has room for: each write has its own keys. */
const writesTo = (place: Place): number =>
  Math.min(WRITES_PER_ROUND, Math.floor((mostKeys(place) ?? Infinity) / MOST_KEYS_OF_A_WRITE));
const MIN_WRITES = isLong ? 10_000 : 1_500;
const FAULT_RATE = 0.12;
/** More concurrent calls would time out, because gateway, vendors and callers share one process. */
const CONCURRENT_CALLS = 24;

const FAULT_NAMES = Object.keys(FAULTS) as FaultName[];
const LATE = FAULT_NAMES.filter((name) => FAULTS[name] === 'late');

/** Makes one round of writes and compares the answers with the stored data. Returns the contradictions. */
async function runRound(
  gateway: OutcomeGateway,
  round: number,
  tally: Map<string, number>,
): Promise<string[]> {
  await gateway.reset();
  const writes = PLACES.flatMap((place) => createWrites(place, round, writesTo(place)));
  await storeInitialValues(gateway, writes);
  for (const vendor of gateway.faulty) vendor.rate = FAULT_RATE;
  const answers = await runConcurrently(shuffle(writes), (write) => gateway.send(write));
  for (const vendor of gateway.faulty) vendor.rate = 0;
  await gateway.settle();
  const states = {
    nexconn: await gateway.state('nexconn'),
    sendbird: await gateway.state('sendbird'),
    stream: await gateway.state('stream'),
    tencent: await gateway.state('tencent'),
  };
  return [...answers].flatMap(([write, answer]) => {
    const { code = 'ok', applied = '' } = (answer.body ?? {}) as {
      code?: string;
      applied?: unknown;
    };
    const name = `${answer.status} ${code} ${JSON.stringify(applied).replace(/\[.*\]/, '[…]')}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    const stored = readStored(states[write.place.subject.vendor], write.place);
    return findContradictions(
      write,
      answer,
      (written) => stored.find(({ key }) => key === written)?.values,
    );
  });
}

/** Stores the values that the keys have before the writes. */
async function storeInitialValues(
  gateway: OutcomeGateway,
  writes: readonly Write[],
): Promise<void> {
  for (const place of PLACES) {
    const entries = writes
      .filter((write) => write.place === place)
      .flatMap(({ keys }) => keys)
      .flatMap(({ key, before }) => (before === undefined ? [] : [{ key, values: before }]));
    const body = bodyOfEntries(place, entries);
    await gateway.store({ place, method: 'PATCH', under: '', body, keys: [] });
  }
}

describe.each<{ readonly faults: readonly FaultName[]; readonly name: string }>([
  { name: 'without late calls', faults: FAULT_NAMES.filter((name) => FAULTS[name] !== 'late') },
  { name: 'with late calls', faults: [...LATE, 'refusal in a 200'] },
])('a gateway whose vendors fail, $name', ({ faults, name }) => {
  let gateway: OutcomeGateway;
  beforeAll(async () => {
    gateway = await startOutcomeGateway(faults);
  });
  afterAll(() => gateway.close());

  it('states the outcome of each write as the vendor stored it', async () => {
    const tally = new Map<string, number>();
    const writesPerRound = PLACES.reduce((sum, place) => sum + writesTo(place), 0);
    const contradictions: string[] = [];
    for (let round = 0; round * writesPerRound < MIN_WRITES; round += 1) {
      contradictions.push(...(await runRound(gateway, round, tally)));
    }
    const occurrences = faults.map((fault) => [fault, countOccurrences(gateway, fault)] as const);
    process.stdout.write(formatTable(occurrences));
    const answers = [...tally];
    appendRow({
      fault: `one gateway, ${faults.length} kinds of fault, ${name}`,
      requests: sum(answers),
      violations: contradictions.length,
      answers: tally,
    });
    expect(contradictions).toEqual([]);
    // without every fault and many definite answers the comparison would prove nothing
    expect(occurrences.filter(([, times]) => times === 0)).toEqual([]);
    expect(sum(answers)).toBeGreaterThanOrEqual(MIN_WRITES);
    expect(sum(answers.filter(([answer]) => answer.startsWith('20')))).toBeGreaterThan(
      0.6 * sum(answers),
    );
  }, 600_000);
});

async function runConcurrently<Task, Result>(
  tasks: readonly Task[],
  run: (task: Task) => Promise<Result>,
): Promise<Map<Task, Result>> {
  const results = new Map<Task, Result>();
  const remaining = tasks.values();
  const worker = async (): Promise<void> => {
    for (const task of remaining) results.set(task, await run(task));
  };
  await Promise.all(Array.from({ length: CONCURRENT_CALLS }, worker));
  return results;
}

const shuffle = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);

const countOccurrences = (gateway: OutcomeGateway, fault: FaultName): number =>
  gateway.faulty.reduce((total, { occurrences }) => total + (occurrences.get(fault) ?? 0), 0);

const sum = (rows: readonly (readonly [string, number])[]): number =>
  rows.reduce((total, [, times]) => total + times, 0);

function formatTable(occurrences: readonly (readonly [FaultName, number])[]): string {
  return [
    '',
    '| fault | call | occurrences |',
    '| --- | --- | ---: |',
    ...occurrences.map(([fault, times]) => `| ${fault} | ${FAULTS[fault]} | ${times} |`),
    '',
  ].join('\n');
}
