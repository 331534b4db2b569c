import { CircuitBreaker } from './circuit-breaker';
import { TransportFailure } from './transport-failure';

const TEST_INTERVAL_MS = 5_000;
const HOUR_MS = 3_600_000;

/** A call whose end the test chooses. */
function callBy(breaker: CircuitBreaker) {
  let resolve!: (reply: { readonly status: number }) => void;
  let reject!: (failure: Error) => void;
  const reply = new Promise<{ readonly status: number }>((...ends) => ([resolve, reject] = ends));
  const send = jest.fn(() => reply);
  const ended = breaker.execute(send, undefined).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return {
    ended,
    wasSent: send.mock.calls.length === 1,
    answer: async (status: number) => {
      resolve({ status });
      await ended;
    },
    fail: async (failure: Error) => {
      reject(failure);
      await ended;
    },
  };
}

/** Makes calls that the host answers with these statuses, one after another. */
async function makeCalls(breaker: CircuitBreaker, ...statuses: readonly number[]): Promise<void> {
  for (const status of statuses) await callBy(breaker).answer(status);
}

const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a circuit', () => {
  it.each([
    ['closed after 9 failures', times(9, 500), 'closed'],
    ['open after 10 failures', times(10, 500), 'open'],
    ['open when 11 of 20 calls failed', [...times(9, 200), ...times(11, 503)], 'open'],
    ['closed when 10 of 20 calls failed', [...times(10, 200), ...times(10, 503)], 'closed'],
    [
      'closed when 10 of the last 20 calls failed',
      [...times(9, 503), ...times(30, 200), ...times(10, 503)],
      'closed',
    ],
    ['closed after refusals that concern the request', times(20, 429), 'closed'],
  ])('is %s', async (_, statuses, state) => {
    const breaker = new CircuitBreaker();
    await makeCalls(breaker, ...statuses);
    expect(breaker.state).toBe(state);
  });

  it('opens after failures without a reply', async () => {
    const breaker = new CircuitBreaker();
    for (let call = 0; call < 10; call += 1)
      await callBy(breaker).fail(new TransportFailure('timeout', 0));
    expect(breaker.state).toBe('open');
  });

  it('stays closed after calls that the caller aborts', async () => {
    const breaker = new CircuitBreaker();
    for (let call = 0; call < 20; call += 1)
      await callBy(breaker).fail(new TransportFailure('aborted', 0));
    expect(breaker.state).toBe('closed');
  });

  it('throws the errors of its calls', async () => {
    const call = callBy(new CircuitBreaker());
    const error = new TypeError('a fault of the gateway');
    await call.fail(error);
    expect(await call.ended).toBe(error);
  });
});

describe('an open circuit', () => {
  let breaker: CircuitBreaker;
  beforeEach(async () => {
    breaker = new CircuitBreaker();
    await makeCalls(breaker, ...times(10, 500));
  });

  it('refuses calls as not sent', async () => {
    const { ended, wasSent } = callBy(breaker);
    expect(await ended).toMatchObject({ kind: 'circuit-open', sent: false });
    expect(wasSent).toBe(false);
  });

  it('lets a call through after 5 s, and closes when it succeeds', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS - 1);
    expect(callBy(breaker).wasSent).toBe(false);
    jest.advanceTimersByTime(1);
    await makeCalls(breaker, 200);
    expect(breaker.state).toBe('closed');
  });

  it('stays open for 5 s more when the test call fails', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS);
    await makeCalls(breaker, 500);
    jest.advanceTimersByTime(TEST_INTERVAL_MS - 1);
    expect(breaker.state).toBe('open');
    expect(callBy(breaker).wasSent).toBe(false);
    jest.advanceTimersByTime(1);
    expect(callBy(breaker).wasSent).toBe(true);
  });

  it.each([-HOUR_MS, HOUR_MS])('does not heed a step of the clock by %d ms', (stepMs) => {
    jest.setSystemTime(Date.now() + stepMs);
    expect(callBy(breaker).wasSent).toBe(false);
    jest.advanceTimersByTime(TEST_INTERVAL_MS);
    expect(callBy(breaker).wasSent).toBe(true);
  });

  it('refuses all other calls at once while one tests the host', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS);
    const test = callBy(breaker);
    expect(breaker.state).toBe('half-open');
    const { ended, wasSent } = callBy(breaker);
    expect(await ended).toMatchObject({ kind: 'circuit-open', sent: false });
    expect(wasSent).toBe(false);
    await test.answer(200);
    expect(callBy(breaker).wasSent).toBe(true);
  });

  it('tests the host again when the caller of a test leaves', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS);
    await callBy(breaker).fail(new TransportFailure('aborted', 0));
    expect(breaker.state).toBe('open');
    expect(callBy(breaker).wasSent).toBe(true);
    expect(callBy(breaker).wasSent).toBe(false);
  });
});

it('ignores the outcome of a call that began before the circuit opened', async () => {
  const breaker = new CircuitBreaker();
  const early = Array.from({ length: 12 }, () => callBy(breaker));
  await makeCalls(breaker, ...times(10, 500));
  jest.advanceTimersByTime(TEST_INTERVAL_MS);
  const test = callBy(breaker);
  await early[0]?.fail(new TransportFailure('timeout', 0));
  expect(breaker.state).toBe('half-open');
  await test.answer(200);
  for (const call of early) await call.fail(new TransportFailure('timeout', 0));
  expect(breaker.state).toBe('closed');
});
