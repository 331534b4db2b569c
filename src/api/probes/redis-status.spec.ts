import { pino } from 'pino';
import { RedisFailure } from '../../redis';
import { RedisStatus } from './redis-status';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly cause?: string;
  readonly repeats?: number;
  readonly ledger?: string;
  readonly replica?: string;
  readonly untilMs?: number;
}

const INFO = 30;
const WARN = 40;
const ERROR = 50;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function open(isRequired = false) {
  const lines: Line[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Line) });
  return { status: new RedisStatus(logger, isRequired), lines };
}

const refused = new RedisFailure('refused', 'ECONNREFUSED');
const denied = new RedisFailure('permission', 'ZADD: NOPERM');

it('logs each loss and each return at once, and failed attempts once a minute', () => {
  const { status, lines } = open();
  for (let attempt = 0; attempt < 5; attempt += 1) status.observer.lost(refused);
  jest.advanceTimersByTime(60_000);
  status.observer.connected();
  status.observer.lost(refused);
  expect(lines.map(({ level, cause, repeats }) => [level, cause, repeats])).toEqual([
    [ERROR, 'refused', undefined],
    [ERROR, 'refused', 4],
    [INFO, undefined, undefined],
    [ERROR, 'refused', undefined],
  ]);
});

it('logs another reason at once', () => {
  const { status, lines } = open();
  status.observer.lost(refused);
  status.observer.lost(denied);
  expect(lines.map(({ cause }) => cause)).toEqual(['refused', 'permission']);
});

it('reports why Redis is lost, and since when', () => {
  jest.setSystemTime(1_000);
  const { status } = open();
  expect(status.report()).toEqual({ state: 'connecting', since: new Date(1_000).toISOString() });
  jest.setSystemTime(2_000);
  status.observer.lost(refused);
  jest.setSystemTime(3_000);
  status.observer.lost(denied);
  expect(status.report()).toEqual({
    state: 'lost',
    since: new Date(2_000).toISOString(),
    cause: 'permission',
    reason: 'Redis cannot be used: its access rules lack a permission (ZADD: NOPERM).',
  });
  status.observer.connected();
  expect(status.report()).toEqual({ state: 'connected', since: new Date(3_000).toISOString() });
});

it('reports the uses whose latest command failed', () => {
  const { status, lines } = open();
  status.observer.connected();
  status.observer.failed('locks', denied);
  status.observer.failed('locks', denied);
  expect(status.report().failing).toEqual({
    locks: { cause: 'permission', reason: denied.message },
  });
  expect(lines.filter(({ level }) => level === ERROR)).toHaveLength(1);
  status.observer.recovered('locks');
  expect(status.report().failing).toBeUndefined();
});

it('logs each change of a ledger once, and reports ledgers that are not shared', () => {
  const { status, lines } = open();
  status.ledger('main', 'shared');
  jest.setSystemTime(1_000);
  status.ledger('main', 'fallback', 8_000);
  status.ledger('main', 'fallback', 8_500);
  status.ledger('other', 'fallback');
  expect(status.report().ledgers).toEqual({
    main: { state: 'fallback', untilMs: 9_500 },
    other: { state: 'fallback' },
  });
  status.removed('other');
  status.ledger('main', 'shared');
  expect(status.report().ledgers).toBeUndefined();
  expect(lines.map(({ ledger }) => ledger)).toEqual(['fallback', 'fallback', 'shared']);
});

it('logs and reports until when each state lasts', () => {
  jest.setSystemTime(1_000);
  const { status, lines } = open();
  for (const state of ['quarantined', 'fallback', 'refusing', 'shared'] as const)
    status.ledger('main', state, state === 'shared' || state === 'refusing' ? undefined : 5_000);
  expect(lines.map(({ level, ledger, untilMs }) => [level, ledger, untilMs])).toEqual([
    [WARN, 'quarantined', 6_000],
    [WARN, 'fallback', 6_000],
    [ERROR, 'refusing', undefined],
    [INFO, 'shared', undefined],
  ]);
});

it('logs each suspended share once, and its end, and reports it until then', () => {
  jest.setSystemTime(1_000);
  const { status, lines } = open();
  status.suspended(
    'main',
    ['pod-1', 'pod-2'].map((replica) => ({ replica, endsInMs: 60_000 })),
  );
  status.ledger('main', 'shared');
  status.suspended('main', [{ replica: 'pod-2', endsInMs: 59_000 }]);
  expect(status.report().ledgers).toEqual({
    main: { state: 'shared', suspended: [{ replica: 'pod-2', untilMs: 60_000 }] },
  });
  status.suspended('main', []);
  expect(status.report().ledgers).toBeUndefined();
  expect(
    lines.map(({ level, ledger, replica, untilMs }) => [level, ledger, replica, untilMs]),
  ).toEqual([
    [WARN, 'suspended', 'pod-1', 61_000],
    [WARN, 'suspended', 'pod-2', 61_000],
    [INFO, 'suspension-ended', 'pod-1', undefined],
    [INFO, 'suspension-ended', 'pod-2', undefined],
  ]);
});

it('is fit in fallback, and unfit without any quota or without a required Redis', () => {
  const { status } = open();
  status.observer.lost(refused);
  status.ledger('main', 'refusing');
  status.ledger('other', 'fallback');
  expect(status.unfitness).toBeUndefined();
  status.ledger('other', 'refusing');
  expect(status.unfitness).toContain('nothing listens at its address');

  const required = open(true).status;
  expect(required.unfitness).toContain('not connected yet');
  required.observer.connected();
  expect(required.unfitness).toBeUndefined();
});
