import { setTimeout as sleep } from 'node:timers/promises';
import { worstWindow } from '../../limiter/vendor-count';
import { Callers } from './callers';
import { isLinearizable } from './linearizable';
import { QUOTAS, startStage, type ChaosStage } from './stage';

const isLong = process.env.CHAOS === 'long';

interface Scenario {
  readonly name: string;
  /** After two seconds of calls. */
  readonly strike: (stage: ChaosStage) => Promise<unknown>;
  readonly forMs: number;
}

const storm = (name: string, ...faults: object[]): Scenario => ({
  name,
  forMs: 5_000,
  async strike({ control }) {
    await control(
      'PUT',
      'faults',
      faults.map((fault) => ({ route: '*', ...fault })),
    );
    await sleep(2_000);
    await control('PUT', 'faults', []);
  },
});

const SHORT: readonly Scenario[] = [
  { name: 'kill -9 of a replica', forMs: 6_000, strike: (stage) => stage.replace(0, 'SIGKILL') },
  {
    name: 'rolling restart',
    forMs: 9_000,
    async strike(stage) {
      for (const index of [0, 1, 2]) await stage.replace(index, 'SIGTERM');
    },
  },
  { name: 'FLUSHALL', forMs: 9_000, strike: ({ redis }) => redis.flush() },
  { name: 'Redis is away for 2 s', forMs: 9_000, strike: ({ redis }) => redis.restart(2_000) },
  storm('the vendor cuts', { kind: 'reset', rate: 0.15 }, { kind: 'reset-after', rate: 0.15 }),
];

const LONG: readonly Scenario[] = [
  ...SHORT,
  { name: 'Redis stands still for 2 s', forMs: 7_000, strike: ({ redis }) => redis.freeze(2_000) },
  { name: 'Redis is slow', forMs: 8_000, strike: ({ redis }) => redis.slowDown(100, 3_000) },
  { name: 'Redis drops its clients', forMs: 5_000, strike: ({ redis }) => redis.killClients() },
  storm('the vendor stalls', { kind: 'stall', rate: 0.2 }),
  storm('the vendor fails', { kind: 'status', status: 503, rate: 0.3 }),
  storm('the vendor says 429', { kind: 'throttle', rate: 0.1 }),
  storm('the vendor cuts its answers short', { kind: 'truncate', rate: 0.2 }),
];

let stage: ChaosStage;
const rows: string[] = [];
beforeAll(async () => {
  stage = await startStage();
  await new Callers(stage, 'warm-up').warmUp();
}, 180_000);
afterAll(async () => {
  await stage.close();
  process.stdout.write(
    [
      '',
      '| fault | requests | violations | answers |',
      '| --- | ---: | ---: | --- |',
      ...rows,
      '',
    ].join('\n'),
  );
});

it.each(isLong ? LONG : SHORT)(
  '$name',
  async ({ name, strike, forMs }) => {
    await stage.control('DELETE', 'arrivals');
    const callers = new Callers(stage, name.replace(/\W+/g, '-'));
    await Promise.all([callers.run(forMs + 2_000), sleep(2_000).then(() => strike(stage))]);
    const violations = [
      ...(await over(stage)),
      ...(await miscounted(stage, callers)),
      ...[...callers.events]
        .filter(([, events]) => !isLinearizable(events))
        .map(([key, events]) => `${key} is not linearizable: ${JSON.stringify(events)}`),
    ];
    const answers = [...callers.tally].sort().map(([answer, times]) => `${times} × ${answer}`);
    rows.push(`| ${name} | ${callers.requests} | ${violations.length} | ${answers.join(', ')} |`);
    expect(violations).toEqual([]);
  },
  90_000,
);

/** Quotas of which the vendor received more than their limit in one window. */
async function over({ control }: ChaosStage): Promise<string[]> {
  const { arrivals } = (await control('GET', 'arrivals')) as {
    arrivals: { atMs: number; quotas: Record<string, number> }[];
  };
  const counted = arrivals.map(({ atMs, quotas }) => ({
    atMs,
    draws: Object.entries(quotas).map(([quota, tokens]) => ({ quota, tokens })),
  }));
  return Object.entries(QUOTAS).flatMap(([name, { limit }]) => {
    const worst = worstWindow(counted, { name, limit, windowMs: 1_000 });
    return worst > limit ? [`${name}: ${worst} of ${limit} in one window`] : [];
  });
}

/** Counters that are not what was acknowledged, and at most what nobody knows more. */
async function miscounted({ control }: ChaosStage, { counts }: Callers): Promise<string[]> {
  const state = (await control('GET', 'state')) as {
    open_channels: Record<string, { metacounter: Record<string, number> }>;
  };
  const held = state.open_channels.sendbird_open_channel_1?.metacounter ?? {};
  return [...counts].flatMap(([counter, { done, unknown }]) => {
    const value = held[counter] ?? 0;
    return value < done || value > done + unknown
      ? [`${counter} is ${value}; ${done} were acknowledged, of ${unknown} nobody knows`]
      : [];
  });
}
