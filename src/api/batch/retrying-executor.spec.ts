import { GatewayError } from '../../core/gateway-error';
import type { Caller, Gateway } from '../../gateway';
import type { Job } from './job-factory';
import { RetryingExecutor } from './retrying-executor';

const caller = (maxWaitMs: number): Caller => ({
  ...{ client: 'c', weight: 1, maxWaitMs },
  signal: new AbortController().signal,
});
const away = new GatewayError('upstream-unavailable', 'It is away.', {
  retryAfterMs: 1,
  applied: 'no',
});
const unsure = away.withDetails({ applied: 'unknown' });
const DONE = { entries: [] };

/** A gateway that answers like this, one try after the other; each takes so many milliseconds. */
function stage(answers: (tries: number) => object, triesTakeMs: number) {
  let nowMs = 0;
  const tries: { readonly again: boolean; readonly maxWaitMs: number }[] = [];
  const gateway = {
    executeRun: (run: readonly unknown[], { maxWaitMs }: Caller, again: boolean) => {
      nowMs += triesTakeMs;
      tries.push({ again, maxWaitMs });
      return Promise.resolve(run.map(() => answers(tries.length)));
    },
  } as unknown as Gateway;
  const job = { gateway, operation: {} } as unknown as Job;
  return { tries, job, now: () => nowMs };
}

const NEVER = new AbortController().signal;

describe('patience', () => {
  it('tries again until it goes well', async () => {
    const { tries, job, now } = stage((count) => (count < 4 ? away : DONE), 1_000);
    const patience = new RetryingExecutor(caller(Infinity), NEVER, now);
    expect(await patience.carryOut([job])).toEqual([{ answer: DONE }]);
    expect(tries.map(({ again }) => again)).toEqual([false, false, false, false]);
  });

  it('ends a minute after nothing went well any more, and then is no more wasted', async () => {
    const { tries, job, now } = stage(() => away, 10_000);
    const patience = new RetryingExecutor(caller(Infinity), NEVER, now);
    expect(await patience.carryOut([job])).toEqual([{ answer: away }]);
    expect(tries).toHaveLength(7);
    await patience.carryOut([job]);
    expect(tries).toHaveLength(8);
  });

  it('ends with the caller’s own wait, of which less and less is left', async () => {
    const { tries, job, now } = stage(() => away, 1_000);
    await new RetryingExecutor(caller(3_500), NEVER, now).carryOut([job]);
    expect(tries.map(({ maxWaitMs }) => maxWaitMs)).toEqual([3_500, 2_500, 1_500, 500]);
  });

  it('finds out first what became of a try whose outcome is unknown', async () => {
    const { tries, job, now } = stage((count) => [unsure, away, DONE][count - 1] ?? DONE, 1);
    await new RetryingExecutor(caller(Infinity), NEVER, now).carryOut([job]);
    expect(tries.map(({ again }) => again)).toEqual([false, true, true]);
  });

  it('does not try what will fail again', async () => {
    const refused = new GatewayError('upstream-refused', 'No.', { applied: 'no' });
    const { tries, job, now } = stage(() => refused, 1);
    await new RetryingExecutor(caller(Infinity), NEVER, now).carryOut([job]);
    expect(tries).toHaveLength(1);
  });

  it('ends when it is enough', async () => {
    const enough = new AbortController();
    const { tries, job, now } = stage(() => {
      enough.abort();
      return away;
    }, 1);
    expect(
      await new RetryingExecutor(caller(Infinity), enough.signal, now).carryOut([job]),
    ).toEqual([{ answer: away }]);
    expect(tries).toHaveLength(1);
  });
});
