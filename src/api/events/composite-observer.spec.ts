import type { Connection, GatewayObserver, GatewayRegistry } from '../../gateway';
import type { LimiterObserver } from '../../limiter';
import { Metrics } from '../metrics/metrics';
import { ActivityRecorder, SAMPLE_INTERVAL_MS } from './activity-recorder';
import { compositeObserver } from './composite-observer';

/** One set of arguments for every event, so that a new event has to be added here. */
type Events<T> = {
  readonly [Event in keyof T]: T[Event] extends (...args: infer Args) => void ? Args : never;
};

const draws = [{ quota: 'message.set', tokens: 3 }];
const LIMITER_EVENTS: Events<LimiterObserver> = {
  granted: [draws, { client: 'orders' } as Parameters<LimiterObserver['granted']>[1], 20],
  refused: ['forecast', draws, { client: 'orders' } as Parameters<LimiterObserver['refused']>[2]],
  cooledDown: [['message.set'], 5_000],
  roundTrip: [true, 4],
  clockStepped: [-30_000],
  ledger: ['fallback', 60_000],
  suspended: [[{ replica: 'pod-1', endsInMs: 30_000 }]],
  replicas: [3],
};
const GATEWAY_EVENTS: Events<GatewayObserver> = {
  vendorCall: [
    {
      connection: 'main',
      provider: 'vendor',
      route: 'POST /set',
      status: 429,
      outcome: 'upstream-throttled',
      code: 1008,
      durationMs: 30,
      waitedMs: 20,
    },
  ],
  throttled: ['main', ['message.set'], 5_000],
  merged: ['main', 'message.set'],
  cachedRead: ['main', 'hit'],
};

const START_MS = 1_700_000_000_000;

type Recorded = readonly [observer: string, event: string, ...args: unknown[]];

/** An observer of the given events that records its name with each of them. */
function recordingObserver(name: string, events: object, records: Recorded[]) {
  return Object.fromEntries(
    Object.keys(events).map((event) => [
      event,
      (...args: unknown[]) => records.push([name, event, ...args]),
    ]),
  );
}

/** Calls every method of an observer once. */
function emitAll<T extends object>(observer: T, events: Events<T>): void {
  for (const [event, args] of Object.entries(events))
    (observer as Record<string, (...args: unknown[]) => void>)[event]?.(...(args as unknown[]));
}

describe('a composite observer', () => {
  it.each([
    ['limiter', LIMITER_EVENTS],
    ['gateway', GATEWAY_EVENTS],
  ])('forwards every %s event with its arguments, to the first observer first', (_name, events) => {
    const records: Recorded[] = [];
    const composite = compositeObserver(
      recordingObserver('first', events, records),
      recordingObserver('second', events, records),
    );
    emitAll(composite, events as Events<typeof composite>);
    expect(records).toEqual(
      Object.entries(events).flatMap(([event, args]) => [
        ['first', event, ...(args as unknown[])],
        ['second', event, ...(args as unknown[])],
      ]),
    );
  });
});

describe('metrics and the activity recorder together', () => {
  const metrics = new Metrics();
  const recorder = new ActivityRecorder(() => undefined);
  const connection = {
    name: 'main',
    provider: { name: 'vendor', title: 'Vendor' },
    limiter: { report: () => [] },
    transport: { hosts: () => [] },
  } as unknown as Connection;

  beforeAll(() => {
    jest.useFakeTimers({ now: START_MS });
    recorder.start({ all: [connection] } as unknown as GatewayRegistry);
    emitAll(compositeObserver(metrics.limiter('main'), recorder.limiter('main')), LIMITER_EVENTS);
    emitAll(compositeObserver(metrics.gateway, recorder.gateway), GATEWAY_EVENTS);
    jest.advanceTimersByTime(SAMPLE_INTERVAL_MS);
  });
  afterAll(() => {
    recorder.close();
    jest.useRealTimers();
  });

  it('say from the start that a replica is not in fallback', async () => {
    const fresh = new Metrics();
    fresh.limiter('main');
    expect(await fresh.registry.metrics()).toContain(
      'gateway_limiter_fallback{connection="main"} 0',
    );
  });

  it('forget the state of a connection that is removed', async () => {
    const fresh = new Metrics();
    const activity = new ActivityRecorder(() => undefined);
    const observers = compositeObserver(fresh.limiter('main'), activity.limiter('main'));
    emitAll(observers, LIMITER_EVENTS);
    observers.removed();
    const text = await fresh.registry.metrics();
    expect(text).not.toMatch(/^gateway_limiter_\w+\{connection="main"/m);
    expect(text).toContain(
      'gateway_quota_granted_tokens_total{connection="main",quota="message.set"} 3',
    );
    activity.start({ all: [connection] } as unknown as GatewayRegistry);
    jest.advanceTimersByTime(SAMPLE_INTERVAL_MS);
    activity.close();
    const [sample] = [...activity.history.recorded(0)];
    const { figures = '' } = sample?.connections.get('main') ?? {};
    expect(JSON.parse(figures)).toMatchObject({ fleet: { mode: 'one', replicas: 1 } });
  });

  it('count every event in the metrics', async () => {
    const text = await metrics.registry.metrics();
    const call =
      'connection="main",provider="vendor",route="POST /set",status="429",outcome="upstream-throttled"';
    for (const line of [
      'gateway_quota_granted_tokens_total{connection="main",quota="message.set"} 3',
      'gateway_quota_wait_seconds_sum{connection="main"} 0.02',
      'gateway_quota_refused_total{connection="main",quota="message.set",reason="forecast"} 1',
      'gateway_quota_cooldowns_total{connection="main",quota="message.set"} 1',
      'gateway_limiter_redis_round_trip_seconds_sum{answered="true"} 0.004',
      'gateway_limiter_fallback{connection="main"} 1',
      'gateway_limiter_ledger_state{connection="main",state="fallback"} 1',
      'gateway_limiter_suspended_replicas{connection="main"} 1',
      'gateway_limiter_replicas{connection="main"} 3',
      `gateway_upstream_request_duration_seconds_sum{${call}} 0.03`,
      'gateway_upstream_errors_total{connection="main",provider="vendor",outcome="upstream-throttled",code="1008"} 1',
      'gateway_upstream_throttled_total{connection="main",quota="message.set"} 1',
      'gateway_merged_calls_total{connection="main",operation="message.set"} 1',
      'gateway_cached_reads_total{connection="main",result="hit"} 1',
    ])
      expect(text).toContain(`${line}\n`);
  });

  it('report the same events in the next sample', () => {
    const [sample] = [...recorder.history.recorded(0)];
    const { figures = '', clients } = sample?.connections.get('main') ?? {};
    expect(clients).toEqual([
      { client: 'orders', tokens: 3, granted: 1, waitedMs: 20, refused: 1 },
    ]);
    expect(JSON.parse(figures)).toEqual({
      name: 'main',
      quotas: [],
      hosts: [],
      waits: { count: 1, p50: 20.1, p99: 20.1, max: 20.1 },
      calls: { count: 1, p50: 30.1, p99: 30.1, max: 30.1 },
      failed: [{ outcome: 'upstream-throttled', status: 429, code: 1008, count: 1 }],
      refused: { forecast: 1 },
      merged: { 'message.set': 1 },
      cachedReads: { hit: 1 },
      fleet: {
        mode: 'fallback',
        untilMs: START_MS + 60_000,
        replicas: 3,
        suspended: [{ replica: 'pod-1', untilMs: START_MS + 30_000 }],
      },
    });
  });
});
