import { GatewayError } from '../../core/gateway-error';
import type { Operation, Reply } from '../../core/operation';
import type { Caller, Gateway } from '../../gateway';
import type { Job } from './job';
import { RetryingExecutor } from './retrying-executor';

const unavailable = new GatewayError('upstream-unavailable', 'The vendor is unavailable.', {
  retryAfterMs: 5_000,
  applied: 'no',
});
const unknown = unavailable.withDetails({ applied: 'unknown' });
const refused = new GatewayError('upstream-refused', 'The vendor refused.', { applied: 'no' });
const DONE: Reply = { entries: [] };

interface Attempt {
  readonly atMs: number;
  readonly jobs: number;
  readonly maxWaitMs: number;
  readonly isOutcomeUnknown: boolean | undefined;
}

/** An executor on a virtual clock, and a gateway whose attempts take `attemptMs`. */
class Harness {
  nowMs = 0;
  timerDelayMs = 0;
  hasIds = false;
  readonly attempts: Attempt[] = [];
  readonly disconnected = new AbortController();
  readonly stopWaiting = new AbortController();
  private readonly gateway = this.createGateway();

  constructor(
    private readonly answer: (attempt: number, job: number) => Reply | GatewayError,
    private readonly attemptMs = 0,
  ) {}

  createGateway(): Gateway {
    const gateway = {
      executeRun: (
        operations: readonly Operation[],
        { maxWaitMs, signal, vendorRequestIds }: Caller,
        isOutcomeUnknown?: boolean,
      ): Promise<(Reply | GatewayError)[]> => {
        const attempt = { atMs: this.nowMs, jobs: operations.length, maxWaitMs, isOutcomeUnknown };
        this.attempts.push(attempt);
        if (this.hasIds) vendorRequestIds?.push(`id-${this.attempts.length}`);
        this.nowMs += this.attemptMs;
        if (signal.aborted) return Promise.reject(new Error('disconnected'));
        const numbers = operations.map(({ name }) => Number(name));
        return Promise.resolve(numbers.map((job) => this.answer(this.attempts.length, job)));
      },
    } satisfies Pick<Gateway, 'executeRun'>;
    return gateway as unknown as Gateway;
  }

  jobs(count: number, gateway = this.gateway): Job[] {
    return Array.from(
      { length: count },
      (_, job) => ({ gateway, operation: { name: String(job) } }) as unknown as Job,
    );
  }

  executor(maxWaitMs = Infinity): RetryingExecutor {
    const caller: Caller = {
      client: 'client',
      weight: 1,
      maxWaitMs,
      signal: this.disconnected.signal,
    };
    return new RetryingExecutor(caller, this.stopWaiting.signal, {
      nowMs: () => this.nowMs,
      sleep: (delayMs, signal) => {
        if (signal.aborted) return Promise.reject(new Error('stopped'));
        this.nowMs += delayMs + this.timerDelayMs;
        return Promise.resolve();
      },
    });
  }

  get times(): number[] {
    return this.attempts.map(({ atMs }) => atMs);
  }
}

describe('RetryingExecutor', () => {
  it('waits as long as the error states before each retry', async () => {
    const answers = [unavailable, unavailable.withDetails({ retryAfterMs: 700 }), DONE];
    const harness = new Harness((attempt) => answers[attempt - 1] ?? refused);
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: DONE }]);
    expect(harness.times).toEqual([0, 5_000, 5_700]);
  });

  it("returns the vendor's ids of all attempts of the run, and of no other", async () => {
    const harness = new Harness((attempt) => (attempt === 1 ? unavailable : DONE));
    harness.hasIds = true;
    const executor = harness.executor();
    const results = [
      ...(await executor.execute(harness.jobs(2))),
      ...(await executor.execute(harness.jobs(1))),
    ];
    expect(results.map(({ vendorRequestIds }) => vendorRequestIds)).toEqual([
      ['id-1', 'id-2'],
      ['id-1', 'id-2'],
      ['id-3'],
    ]);
  });

  it('waits a second after an error without a delay, and for the longest delay of a run', async () => {
    const busy = new GatewayError('limiter-unavailable', 'No quota.');
    const plain = new Harness((attempt) => (attempt === 1 ? busy : DONE));
    await plain.executor().execute(plain.jobs(1));
    expect(plain.times).toEqual([0, 1_000]);
    const mixed = new Harness((attempt, job) => {
      if (attempt > 1) return DONE;
      return job === 0 ? unavailable : busy;
    });
    await mixed.executor().execute(mixed.jobs(2));
    expect(mixed.times).toEqual([0, 5_000]);
  });

  it.each([
    'upstream-unavailable',
    'upstream-timeout',
    'upstream-throttled',
    'quota-exhausted',
    'limiter-unavailable',
  ] as const)('retries %s', async (code) => {
    const harness = new Harness((attempt) =>
      attempt === 1 ? new GatewayError(code, 'No.') : DONE,
    );
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: DONE }]);
  });

  it('does not retry other errors', async () => {
    const harness = new Harness(() => refused);
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: refused }]);
    expect(harness.attempts).toHaveLength(1);
  });

  it('does not retry a call that would fail again, such as one during maintenance', async () => {
    const final = unavailable.withDetails({ isFinal: true });
    const harness = new Harness(() => final);
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: final }]);
    expect(harness.attempts).toHaveLength(1);
  });

  it('retries only the jobs that failed, and returns results in the order of the jobs', async () => {
    const harness = new Harness((attempt, job) => {
      if (job === 0) return { nextCursor: 'first' };
      if (job === 2) return refused;
      return attempt < 3 ? unavailable : { nextCursor: 'third' };
    });
    const results = await harness.executor().execute(harness.jobs(4));
    expect(results.map(({ outcome }) => outcome)).toEqual([
      { nextCursor: 'first' },
      { nextCursor: 'third' },
      refused,
      { nextCursor: 'third' },
    ]);
    expect(harness.attempts.map(({ jobs }) => jobs)).toEqual([4, 2, 2]);
  });

  it('ends with the wait of the caller, of which each attempt gets the rest', async () => {
    const harness = new Harness(() => unavailable, 1_000);
    expect(await harness.executor(17_000).execute(harness.jobs(1))).toEqual([
      { outcome: unavailable },
    ]);
    expect(harness.attempts.map(({ maxWaitMs }) => maxWaitMs)).toEqual([17_000, 11_000, 5_000]);
  });

  it('retries at the deadline, but not after it', async () => {
    const harness = new Harness(() => unavailable);
    await harness.executor(5_000).execute(harness.jobs(1));
    expect(harness.times).toEqual([0, 5_000]);
  });

  it('gives an attempt no negative wait if a timer is late', async () => {
    const harness = new Harness(() => unavailable);
    harness.timerDelayMs = 100;
    await harness.executor(5_000).execute(harness.jobs(1));
    expect(harness.attempts.map(({ maxWaitMs }) => maxWaitMs)).toEqual([5_000, 0]);
  });

  it('ends a minute after the first failure of an outage', async () => {
    const harness = new Harness(() => unavailable);
    await harness.executor().execute(harness.jobs(1));
    expect(harness.times.at(-1)).toBe(60_000);
    expect(harness.attempts).toHaveLength(13);
  });

  it('shares the minute between the targets of a connection', async () => {
    const harness = new Harness(() => unavailable);
    const executor = harness.executor();
    await executor.execute(harness.jobs(1));
    await executor.execute(harness.jobs(1));
    expect(harness.attempts).toHaveLength(14);
    await executor.execute(harness.jobs(1, harness.createGateway()));
    expect(harness.attempts).toHaveLength(27);
  });

  it('starts the minute again after a result that is no transient error', async () => {
    let isAvailable = false;
    const harness = new Harness(() => (isAvailable ? DONE : unavailable));
    const executor = harness.executor();
    await executor.execute(harness.jobs(1));
    isAvailable = true;
    await executor.execute(harness.jobs(1));
    isAvailable = false;
    await executor.execute(harness.jobs(1));
    expect(harness.attempts).toHaveLength(13 + 1 + 13);
  });

  it('does not start the minute again while every job of an attempt fails', async () => {
    const harness = new Harness(() => unavailable);
    await harness.executor().execute(harness.jobs(2));
    expect(harness.times.at(-1)).toBe(60_000);
  });

  it('does not retry an increase that may have been applied', async () => {
    const harness = new Harness(() => unknown);
    const changes = [{ key: 'n', op: 'increase', amount: 1 }];
    const jobs = harness.jobs(1).map((job) => ({
      ...job,
      operation: { name: 'counters.change', call: { changes } } as unknown as Operation,
    }));
    expect(await harness.executor().execute(jobs)).toEqual([{ outcome: unknown }]);
    expect(harness.attempts).toHaveLength(1);
  });

  it('marks retries after an unknown outcome', async () => {
    const answers = [unknown, unavailable, DONE];
    const harness = new Harness((attempt) => answers[attempt - 1] ?? DONE);
    await harness.executor().execute(harness.jobs(1));
    expect(harness.attempts.map(({ isOutcomeUnknown }) => isOutcomeUnknown)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('treats an error without `applied` as not applied', async () => {
    const answers = [new GatewayError('upstream-timeout', 'Too late.'), DONE];
    const harness = new Harness((attempt) => answers[attempt - 1] ?? DONE);
    await harness.executor().execute(harness.jobs(1));
    expect(harness.attempts.map(({ isOutcomeUnknown }) => isOutcomeUnknown)).toEqual([
      false,
      false,
    ]);
  });

  it('keeps the mark of an earlier request', async () => {
    const harness = new Harness((attempt) => (attempt === 1 ? unavailable : DONE));
    await harness.executor().execute(harness.jobs(1), true);
    expect(harness.attempts.map(({ isOutcomeUnknown }) => isOutcomeUnknown)).toEqual([true, true]);
  });

  it('does not retry once waiting is stopped', async () => {
    const harness = new Harness(() => {
      harness.stopWaiting.abort();
      return unavailable;
    });
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: unavailable }]);
    expect(harness.attempts).toHaveLength(1);
  });

  it('ends a wait that is stopped, without another attempt', async () => {
    const harness = new Harness(() => unavailable);
    const caller: Caller = {
      client: 'client',
      weight: 1,
      maxWaitMs: Infinity,
      signal: harness.disconnected.signal,
    };
    const executor = new RetryingExecutor(caller, harness.stopWaiting.signal); // on the real clock
    const results = executor.execute(harness.jobs(1));
    setTimeout(() => {
      harness.stopWaiting.abort();
    }, 10);
    expect(await results).toEqual([{ outcome: unavailable }]);
    expect(harness.attempts).toHaveLength(1);
  });

  it('waits in real time', async () => {
    const harness = new Harness((attempt) =>
      attempt === 1 ? unavailable.withDetails({ retryAfterMs: 30 }) : DONE,
    );
    const caller: Caller = {
      client: 'client',
      weight: 1,
      maxWaitMs: 1_000,
      signal: harness.disconnected.signal,
    };
    const startMs = performance.now();
    await new RetryingExecutor(caller, harness.stopWaiting.signal).execute(harness.jobs(1));
    expect(performance.now() - startMs).toBeGreaterThan(25);
    expect(harness.attempts).toHaveLength(2);
  });

  it('throws if the caller disconnects during the first attempt', async () => {
    const harness = new Harness(() => DONE);
    harness.disconnected.abort();
    await expect(harness.executor().execute(harness.jobs(1))).rejects.toThrow('disconnected');
  });

  it('returns the earlier outcomes if the caller disconnects during a retry', async () => {
    const harness = new Harness((_, job) => {
      harness.disconnected.abort();
      return job === 0 ? DONE : unknown;
    });
    expect(await harness.executor().execute(harness.jobs(2))).toEqual([
      { outcome: DONE },
      { outcome: unknown },
    ]);
    expect(harness.attempts).toHaveLength(2);
  });

  it('does so for a run of one job', async () => {
    const harness = new Harness(() => {
      harness.disconnected.abort();
      return unknown;
    });
    expect(await harness.executor().execute(harness.jobs(1))).toEqual([{ outcome: unknown }]);
  });

  it('throws an unexpected error of a retry', async () => {
    const harness = new Harness((attempt) => {
      if (attempt > 1) throw new TypeError('a bug');
      return unavailable;
    });
    await expect(harness.executor().execute(harness.jobs(1))).rejects.toThrow('a bug');
  });

  it('makes no attempt without jobs', async () => {
    const harness = new Harness(() => DONE);
    expect(await harness.executor().execute([])).toEqual([]);
    expect(harness.attempts).toEqual([]);
  });

  it('lets callers wait for something else for a minute, or as long as they wait', () => {
    const harness = new Harness(() => DONE);
    harness.nowMs = 500;
    expect(harness.executor().waitDeadlineMs()).toBe(60_500);
    expect(harness.executor(2_000).waitDeadlineMs()).toBe(2_500);
  });
});
