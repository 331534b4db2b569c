import { setTimeout as sleep } from 'node:timers/promises';
import { countersPath } from '../../conformance/stage';
import { SITES } from '../../conformance/subjects';
import { report } from '../report/row';
import { FAULTS, type FaultName } from './faulty-vendor';
import { heldAt, startStage, type OutcomeStage } from './stage';
import { liesOf, writesAt, type Write } from './write';

const isLong = process.env.CHAOS === 'long';
/** Writes at one place between two looks at what is there; an open channel holds a hundred keys. */
const AT_ONCE = 24;
const WRITES = isLong ? 10_000 : 1_500;
const RATE = 0.12;

const NAMES = Object.keys(FAULTS) as FaultName[];

/** Everything that a caller was told and that turned out otherwise. */
async function roundOf(
  stage: OutcomeStage,
  round: number,
  tally: Map<string, number>,
): Promise<string[]> {
  await stage.reset();
  const writes = SITES.flatMap((site) => writesAt(site, round, AT_ONCE));
  await seed(stage, writes);
  for (const vendor of stage.faulty) vendor.rate = RATE;
  const answers = await sideBySide(shuffled(writes), (write) => stage.carryOut(write));
  for (const vendor of stage.faulty) vendor.rate = 0;
  await stage.quiet();
  const states = { nexconn: await stage.state('nexconn'), sendbird: await stage.state('sendbird') };
  return [...answers].flatMap(([write, answer]) => {
    const { code = 'ok', applied = '' } = (answer.body ?? {}) as {
      code?: string;
      applied?: unknown;
    };
    const name = `${answer.status} ${code} ${JSON.stringify(applied).replace(/\[.*\]/, '[…]')}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    const held = heldAt(states[write.site.subject.vendor], write.site);
    return liesOf(write, answer, (key) => held.find((one) => one.key === key)?.values);
  });
}

async function seed(stage: OutcomeStage, writes: readonly Write[]): Promise<void> {
  for (const site of SITES) {
    const entries = writes
      .filter((write) => write.site === site)
      .flatMap(({ keys }) => keys)
      .flatMap(({ key, before }) => (before === undefined ? [] : [{ key, values: before }]));
    const write: Write = { ...{ site, method: 'PATCH', under: '', body: { entries } }, keys: [] };
    // a circuit may still be open
    let { status } = await stage.carryOut(write);
    for (let again = 0; status !== 200 && again < 30; again += 1) {
      await sleep(500);
      ({ status } = await stage.carryOut(write));
    }
    expect(status).toBe(200);
  }
}

describe.each<{ readonly faults: readonly FaultName[]; readonly name: string }>([
  { faults: NAMES.filter((name) => name !== 'late'), name: 'nothing comes late' },
  {
    faults: ['late', 'stall before', 'stall after', 'reset after'] as const,
    name: 'some come late',
  },
])('what callers are told, where $name', ({ faults, name }) => {
  let stage: OutcomeStage;
  beforeAll(async () => {
    stage = await startStage(faults);
  });
  afterAll(() => stage.close());

  it('is what the vendor did', async () => {
    const tally = new Map<string, number>();
    const most = faults.includes('late') ? WRITES / 5 : WRITES;
    const perRound = SITES.length * AT_ONCE;
    const lies: string[] = [];
    for (let round = 0; round * perRound < most; round += 1)
      lies.push(...(await roundOf(stage, round, tally)));
    const happened = faults.map((fault) => [fault, timesOf(stage, fault)] as const);
    process.stdout.write(table(happened));
    report({
      fault: `one gateway, ${faults.length} kinds of fault, ${name}`,
      requests: sum([...tally]),
      violations: lies.length,
      answers: tally,
    });
    expect(lies).toEqual([]);
    expect(happened.filter(([, times]) => times === 0)).toEqual([]);
    const succeeded = [...tally].filter(([name]) => name.startsWith('20'));
    expect(sum(succeeded)).toBeGreaterThan(0.6 * sum([...tally]));
  }, 600_000);

  it('is what the counters say, once for each increase', async () => {
    await stage.reset();
    const subject = SITES.find(({ subject: one }) => one.vendor === 'sendbird')?.subject;
    const place = subject?.facts.provider.sandboxExamples.targets[0];
    if (subject === undefined || place === undefined) throw new Error('There are no counters.');
    for (const vendor of stage.faulty) vendor.rate = RATE;
    const names = Array.from({ length: isLong ? 1_000 : 200 }, (_, index) => `counter-${index}`);
    const answers = await sideBySide(names, (key) =>
      stage.call('PATCH', countersPath(subject, place), {
        body: { counters: [{ key, op: 'increase', amount: 7 }] },
        headers: { Prefer: 'wait=10' },
      }),
    );
    for (const vendor of stage.faulty) vendor.rate = 0;
    await stage.quiet();
    const held = subject.facts.counters(await stage.state('sendbird'), place);
    const values = new Map(held.map(({ key, value }) => [key, value]));
    for (const [name, { status, body }] of answers) {
      const { applied } = body as { readonly applied?: string };
      const value = values.get(name) ?? 0;
      if (status === 200) expect(value).toBe(7);
      else if (applied === 'no') expect(value).toBe(0);
      else expect([applied, [0, 7].includes(value)]).toEqual(['unknown', true]);
    }
  }, 120_000);
});

/** Calls at a time; more, and one process that is everything would be late by itself. */
const SIDE_BY_SIDE = 24;

async function sideBySide<Task, Done>(
  tasks: readonly Task[],
  carryOut: (task: Task) => Promise<Done>,
): Promise<Map<Task, Done>> {
  const done = new Map<Task, Done>();
  const left = tasks.values();
  const work = async (): Promise<void> => {
    for (const task of left) done.set(task, await carryOut(task));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return done;
}

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);

const timesOf = (stage: OutcomeStage, fault: FaultName): number =>
  stage.faulty.reduce((total, { happened }) => total + (happened.get(fault) ?? 0), 0);

const sum = (rows: readonly (readonly [string, number])[]): number =>
  rows.reduce((total, [, times]) => total + times, 0);

function table(happened: readonly (readonly [FaultName, number])[]): string {
  return [
    '',
    '| fault | the vendor | times |',
    '| --- | --- | ---: |',
    ...happened.map(([fault, times]) => `| ${fault} | ${FAULTS[fault]} | ${times} |`),
    '',
  ].join('\n');
}
