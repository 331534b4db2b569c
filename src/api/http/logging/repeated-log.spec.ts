import { pino } from 'pino';
import { RepeatedLog } from './repeated-log';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function openLog() {
  const lines: { readonly msg: string; readonly repeats?: number; readonly port?: number }[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as never) });
  return { log: new RepeatedLog(logger, 'warn'), lines };
}

it('logs the first event at once, and its repetitions once a minute with their number', () => {
  const { log, lines } = openLog();
  for (let port = 1; port <= 4; port += 1) log.report('redis', { port }, 'Redis is unreachable');
  expect(lines).toHaveLength(1);
  jest.advanceTimersByTime(60_000);
  expect(lines[1]).toMatchObject({ msg: 'Redis is unreachable', repeats: 3, port: 4, level: 40 });
  log.report('redis', { port: 5 }, 'Redis is unreachable');
  jest.advanceTimersByTime(60_000);
  expect(lines[2]).toMatchObject({ repeats: 1, port: 5 });
});

it('logs an event at once again after a minute without one', () => {
  const { log, lines } = openLog();
  log.report('redis', {}, 'first');
  jest.advanceTimersByTime(60_000);
  log.report('redis', {}, 'second');
  expect(lines.map(({ msg, repeats }) => [msg, repeats])).toEqual([
    ['first', undefined],
    ['second', undefined],
  ]);
});

it('keeps kinds apart, and limits their number', () => {
  const { log, lines } = openLog();
  for (let index = 0; index < 1_500; index += 1) log.report(`host ${index}`, {}, 'unreachable');
  expect(lines).toHaveLength(1_001);
  jest.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(1_002);
  expect(lines.at(-1)).toMatchObject({ repeats: 499 });
});
