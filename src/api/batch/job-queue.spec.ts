import { setImmediate as nextTurn } from 'node:timers/promises';
import { GatewayError } from '../../core/gateway-error';
import type { Reply } from '../../core/operation';
import type { Gateway } from '../../gateway';
import type { Job, JobExecutor, JobResult } from './job';
import { JobQueue } from './job-queue';
import type { ResultWriter } from './result-writer';

const turns = async (count = 20): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
};

interface Execution {
  readonly ids: readonly string[];
  finish(results?: readonly JobResult[]): void;
  fail(error: unknown): void;
}

/** A queue whose executor waits until the test finishes each run. */
class Harness {
  readonly executions: Execution[] = [];
  readonly written: object[] = [];
  readonly audited: string[] = [];
  readonly auditedOutcomes: unknown[] = [];
  readonly unexpected: unknown[] = [];
  readonly disconnected = new AbortController();
  private reader: Promise<void> = Promise.resolve();
  private resumeReader = (): void => undefined;

  private readonly executor: JobExecutor = {
    execute: (run) =>
      new Promise((resolve, reject) => {
        this.executions.push({
          ids: run.map(({ id }) => id),
          finish: (results = run.map(() => ({ outcome: {} }))) => {
            resolve(results);
          },
          fail: reject,
        });
      }),
  };

  readonly queue = new JobQueue(
    this.executor,
    {
      waitForReader: () => this.reader,
      write: (reference: object, outcome: Reply | GatewayError) => {
        this.written.push({
          ...reference,
          ...(outcome instanceof GatewayError ? { code: outcome.code } : outcome),
        });
      },
    } as unknown as ResultWriter,
    this.disconnected.signal,
    (error) => this.unexpected.push(error),
  );

  /** @param maxRun the number of jobs that one vendor call can carry */
  job(id: string, channelId = 'one', maxRun = 1): Job {
    const gateway = {
      leadingRunLength: (operations) => Math.min([...operations].length, maxRun),
    } satisfies Pick<Gateway, 'leadingRunLength'>;
    return {
      id,
      operation: { name: 'channel.set', call: { target: { channelId } } },
      gateway,
      audit: ({ outcome }: JobResult) => {
        this.audited.push(id);
        this.auditedOutcomes.push(outcome);
      },
    } as unknown as Job;
  }

  pauseReader(): void {
    this.reader = new Promise((resolve) => (this.resumeReader = resolve));
  }

  continueReader(): void {
    this.reader = Promise.resolve();
    this.resumeReader();
  }

  get begun(): string[] {
    return this.executions.map(({ ids }) => ids.join('+'));
  }

  async finish(index: number, results?: readonly JobResult[]): Promise<void> {
    this.executions[index]?.finish(results);
    await turns();
  }
}

let harness: Harness;
beforeEach(() => {
  harness = new Harness();
});

describe('JobQueue', () => {
  it('runs the jobs of one target one after the other, in their order', async () => {
    harness.queue.add([harness.job('a'), harness.job('b')]);
    harness.queue.add([harness.job('c')]);
    await turns();
    expect(harness.begun).toEqual(['a']);
    await harness.finish(0);
    expect(harness.begun).toEqual(['a', 'b']);
    await harness.finish(1);
    await harness.finish(2);
    await harness.queue.whenDone();
    expect(harness.written).toEqual([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
  });

  it('runs different targets side by side', async () => {
    harness.queue.add([harness.job('a', 'one'), harness.job('b', 'two'), harness.job('c', 'one')]);
    await turns();
    expect(harness.begun).toEqual(['a', 'b']);
    await harness.finish(1);
    expect(harness.written).toEqual([{ id: 'b' }]);
    expect(harness.begun).toEqual(['a', 'b']);
  });

  it('works on 256 targets at the same time', async () => {
    harness.queue.add(Array.from({ length: 300 }, (_, i) => harness.job(`${i}`, `target-${i}`)));
    await turns();
    expect(harness.executions).toHaveLength(256);
    await harness.finish(7);
    expect(harness.executions).toHaveLength(257);
  });

  it('begins at most 16 runs in a turn of the event loop', async () => {
    harness.queue.add(Array.from({ length: 100 }, (_, i) => harness.job(`${i}`, `target-${i}`)));
    for (let turn = 1; turn <= 4; turn += 1) {
      await turns(1);
      expect(harness.executions).toHaveLength(16 * turn);
    }
  });

  it('has 16 runs under way where each ends in its turn', async () => {
    let finished = 0;
    harness.queue.add(Array.from({ length: 500 }, (_, i) => harness.job(`${i}`, `target-${i}`)));
    for (let isDone = false; !isDone; isDone = harness.written.length === 500) {
      await turns(1);
      expect(harness.executions.length - finished).toBeLessThanOrEqual(16);
      for (; finished < harness.executions.length; finished += 1)
        harness.executions[finished]?.finish();
    }
    await harness.queue.whenDone();
  });

  it('puts jobs that are added together into one run', async () => {
    const job = (id: string) => harness.job(id, 'one', 2);
    harness.queue.add([job('a'), job('b'), job('c')]);
    await turns();
    expect(harness.begun).toEqual(['a+b']);
    await harness.finish(0);
    expect(harness.begun).toEqual(['a+b', 'c']);
  });

  it('puts jobs that arrive during a run into the next one', async () => {
    const job = (id: string) => harness.job(id, 'one', 9);
    harness.queue.add([job('a')]);
    await turns();
    harness.queue.add([job('b')]);
    harness.queue.add([job('c')]);
    await harness.finish(0);
    expect(harness.begun).toEqual(['a', 'b+c']);
  });

  it('begins again with a target whose jobs are all done', async () => {
    harness.queue.add([harness.job('a')]);
    await turns();
    await harness.finish(0);
    harness.queue.add([harness.job('b')]);
    await turns();
    expect(harness.begun).toEqual(['a', 'b']);
    await harness.finish(1);
    await harness.queue.whenDone();
  });

  it('executes the jobs without a result again, before those after them', async () => {
    const job = (id: string) => harness.job(id, 'one', 3);
    harness.queue.add([job('a'), job('b'), job('c'), job('d')]);
    await turns();
    await harness.finish(0, [{ outcome: {} }]);
    expect(harness.written).toEqual([{ id: 'a' }]);
    expect(harness.begun).toEqual(['a+b+c', 'b+c+d']);
  });

  it('begins no run while the reader is slow', async () => {
    harness.pauseReader();
    harness.queue.add([harness.job('a'), harness.job('b', 'two')]);
    await turns();
    expect(harness.begun).toEqual([]);
    harness.continueReader();
    await turns();
    expect(harness.begun).toEqual(['a', 'b']);
  });

  it('writes no result while the reader is slow', async () => {
    const job = (id: string) => harness.job(id, 'one', 2);
    harness.queue.add([job('a'), job('b')]);
    await turns();
    harness.pauseReader();
    await harness.finish(0);
    expect(harness.written).toEqual([]);
    harness.continueReader();
    await turns();
    expect(harness.written).toEqual([{ id: 'a' }, { id: 'b' }]);
  });

  it('begins nothing after a disconnect, and is done then', async () => {
    harness.queue.add([harness.job('a'), harness.job('b')]);
    await turns();
    harness.disconnected.abort();
    await harness.finish(0);
    await harness.queue.whenDone();
    expect(harness.begun).toEqual(['a']);
  });

  it('begins nothing after a disconnect of a slow reader', async () => {
    harness.pauseReader();
    harness.queue.add([harness.job('a')]);
    await turns();
    harness.disconnected.abort();
    harness.continueReader();
    await harness.queue.whenDone();
    expect(harness.begun).toEqual([]);
  });

  it('is done only when everything that was added has its result', async () => {
    let isDone = false;
    harness.queue.add([harness.job('a'), harness.job('b', 'two')]);
    void harness.queue.whenDone().then(() => (isDone = true));
    await turns();
    await harness.finish(0);
    expect(isDone).toBe(false);
    await harness.finish(1);
    expect(isDone).toBe(true);
  });

  it('writes the errors of rejected operations, when the reader allows', async () => {
    const error = new GatewayError('invalid-request', 'No.');
    harness.pauseReader();
    harness.queue.add([
      { reference: { line: 1 }, error },
      { reference: { id: 'x' }, error },
    ]);
    await turns();
    expect(harness.written).toEqual([]);
    harness.continueReader();
    await harness.queue.whenDone();
    expect(harness.written).toEqual([
      { line: 1, code: 'invalid-request' },
      { id: 'x', code: 'invalid-request' },
    ]);
  });

  it('audits each job with its result', async () => {
    harness.queue.add([harness.job('a'), harness.job('b', 'two')]);
    await turns();
    await harness.finish(1);
    expect(harness.audited).toEqual(['b']);
    await harness.finish(0);
    expect(harness.audited).toEqual(['b', 'a']);
  });

  it('writes an unexpected error as internal for each job of its run, and logs it', async () => {
    const job = (id: string) => harness.job(id, 'one', 2);
    harness.queue.add([job('a'), job('b'), job('c')]);
    await turns();
    const bug = new TypeError('a bug');
    harness.executions[0]?.fail(bug);
    await turns();
    expect(harness.unexpected).toEqual([bug]);
    expect(harness.written).toEqual([
      { id: 'a', code: 'internal' },
      { id: 'b', code: 'internal' },
    ]);
    expect(harness.audited).toEqual(['a', 'b']);
    expect(harness.auditedOutcomes).toEqual([bug, bug]);
    expect(harness.begun).toEqual(['a+b', 'c']);
  });

  it('fails where a result cannot be written, and goes on with the other targets', async () => {
    const bug = new TypeError('a bug');
    const unwritable = {
      ...harness.job('a'),
      audit: () => {
        throw bug;
      },
    };
    harness.queue.add([unwritable, harness.job('b'), harness.job('c', 'two')]);
    await turns();
    await harness.finish(0);
    await expect(harness.queue.whenDone()).rejects.toBe(bug);
    await harness.finish(1);
    expect(harness.written).toEqual([{ id: 'c' }]);
    expect(harness.begun).toEqual(['a', 'c']);
  });

  it('does not log the error of a caller that has disconnected', async () => {
    harness.queue.add([harness.job('a')]);
    await turns();
    harness.disconnected.abort();
    harness.executions[0]?.fail('gone');
    await harness.queue.whenDone();
    expect(harness.unexpected).toEqual([]);
    expect(harness.auditedOutcomes).toEqual([new TypeError('gone')]);
  });
});
