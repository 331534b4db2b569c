import { createCircuitBreaker, readCircuitState, toTransportFailure } from './circuit-breaker';
import { TransportFailure } from './transport-failure';

const TEST_INTERVAL_MS = 5_000;

type Breaker = ReturnType<typeof createCircuitBreaker>;

/** Makes calls that the host answers with these statuses. */
async function makeCalls(breaker: Breaker, ...statuses: readonly number[]): Promise<void> {
  for (const status of statuses)
    await breaker.execute(() => Promise.resolve({ status })).catch(() => undefined);
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
    ['closed after refusals that concern the request', times(20, 429), 'closed'],
  ])('is %s', async (_, statuses, state) => {
    const breaker = createCircuitBreaker();
    await makeCalls(breaker, ...statuses);
    expect(readCircuitState(breaker)).toBe(state);
  });

  it('opens after failures without a reply', async () => {
    const breaker = createCircuitBreaker();
    const fail = () => Promise.reject(new TransportFailure('timeout', 0));
    for (let call = 0; call < 10; call += 1)
      await expect(breaker.execute(fail)).rejects.toThrow(TransportFailure);
    expect(readCircuitState(breaker)).toBe('open');
  });

  it('stays closed after calls that the caller aborts', async () => {
    const breaker = createCircuitBreaker();
    const fail = () => Promise.reject(new TransportFailure('aborted', 0));
    for (let call = 0; call < 20; call += 1)
      await expect(breaker.execute(fail)).rejects.toThrow(TransportFailure);
    expect(readCircuitState(breaker)).toBe('closed');
  });
});

describe('an open circuit', () => {
  let breaker: Breaker;
  beforeEach(async () => {
    breaker = createCircuitBreaker();
    await makeCalls(breaker, ...times(10, 500));
  });

  it('refuses calls as not sent', async () => {
    const call = jest.fn(() => Promise.resolve({ status: 200 }));
    const refusal: unknown = await breaker.execute(call).catch(toTransportFailure);
    expect(refusal).toMatchObject({ kind: 'circuit-open', sent: false });
    expect(call).not.toHaveBeenCalled();
  });

  it('lets a call through after 5 s, and closes when it succeeds', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS - 1);
    await makeCalls(breaker, 200);
    expect(readCircuitState(breaker)).toBe('open');
    jest.advanceTimersByTime(1);
    await makeCalls(breaker, 200);
    expect(readCircuitState(breaker)).toBe('closed');
  });

  it('stays open when the test call fails', async () => {
    jest.advanceTimersByTime(TEST_INTERVAL_MS);
    await makeCalls(breaker, 500);
    expect(readCircuitState(breaker)).toBe('open');
  });
});

it('leaves other errors unchanged', () => {
  const error = new TypeError('a fault of the gateway');
  expect(toTransportFailure(error)).toBe(error);
});
