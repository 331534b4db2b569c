import { GatewayError } from '../../core/gateway-error';
import type { Operation, OperationName, Reply } from '../../core/operation';
import type { Caller, Gateway } from '../../gateway';
import { Idempotency } from '../idempotency/idempotency';
import { MemoryStore } from '../idempotency/store/memory-store';
import { IdempotentExecutor } from './idempotent-executor';
import type { Job, JobResult } from './job';
import { RetryingExecutor } from './retrying-executor';

const REFUSED = new GatewayError('upstream-refused', 'No.', { applied: 'no' });
const UNKNOWN = new GatewayError('upstream-refused', 'No.', { applied: 'unknown' });
const PARTLY = new GatewayError('upstream-refused', 'No.', { applied: { keys: ['a'] } });

let nowMs: number;
let idempotency: Idempotency;
let answer: (id: string) => Reply | Error;
let executed: string[];
let unknownRuns: string[];
let onSleep: (() => void | Promise<void>) | undefined;
beforeEach(() => {
  nowMs = 0;
  const store = new MemoryStore(() => nowMs);
  idempotency = new Idempotency(store);
  answer = () => ({ entries: [] });
  executed = [];
  unknownRuns = [];
  onSleep = undefined;
});

const gateway = {
  async executeRun(run: readonly Operation[], _caller: Caller, isUnknown = false) {
    await Promise.resolve();
    const ids = run.map((operation) => ('id' in operation ? String(operation.id) : ''));
    executed.push(ids.join('+'));
    if (isUnknown) unknownRuns.push(ids.join('+'));
    return ids.map((id) => {
      const outcome = answer(id);
      if (outcome instanceof Error && !(outcome instanceof GatewayError)) throw outcome;
      return outcome;
    });
  },
} satisfies Pick<Gateway, 'executeRun'>;

const job = (id: string, name: OperationName, call: object): Job =>
  ({ id, gateway, operation: { id, name, call }, audit: () => undefined }) as unknown as Job;
const target = { connection: 'c', channelType: 'open', channelId: 'one' };
const set = (id: string, key = id, value = id): Job =>
  job(id, 'channel.set', { target, entries: [{ key, values: [value] }] });
const remove = (id: string, key = id): Job => job(id, 'channel.delete', { target, keys: [key] });
const count = (id: string, op: string, key = id): Job =>
  job(id, 'counters.change', { target, changes: [{ key, op, amount: 1 }] });
const get = (id: string): Job => job(id, 'channel.get', { target });

/** An executor as each request has one of its own. */
function executor({ key = 'key', maxWaitMs = Infinity } = {}): IdempotentExecutor {
  const caller = { client: 'client', weight: 1, maxWaitMs, signal: new AbortController().signal };
  const retrying = new RetryingExecutor(caller, new AbortController().signal, {
    nowMs: () => nowMs,
    async sleep(delayMs) {
      nowMs += delayMs;
      await onSleep?.();
    },
  });
  return new IdempotentExecutor(idempotency, { client: 'client', key }, retrying);
}

const codesOf = (results: readonly { readonly outcome: unknown }[]): string[] =>
  results.map(({ outcome }) => (outcome instanceof GatewayError ? outcome.code : 'done'));

describe('IdempotentExecutor', () => {
  it('carries each write out once, and replays its result', async () => {
    const run = [set('a'), set('b')];
    answer = (id) => ({ entries: [{ key: id, values: [id] }] });
    expect(await executor().execute(run)).toEqual([
      { outcome: { entries: [{ key: 'a', values: ['a'] }] } },
      { outcome: { entries: [{ key: 'b', values: ['b'] }] } },
    ]);
    expect(await executor().execute(run)).toEqual([
      { outcome: { entries: [{ key: 'a', values: ['a'] }] }, isReplay: true },
      { outcome: { entries: [{ key: 'b', values: ['b'] }] }, isReplay: true },
    ]);
    expect(executed).toEqual(['a+b']);
  });

  it('replays a delete without entries', async () => {
    answer = () => ({});
    await executor().execute([remove('a')]);
    expect(await executor().execute([remove('a')])).toEqual([{ outcome: {}, isReplay: true }]);
  });

  it('replays the counters of a count, and the keys that a set left out', async () => {
    const update = job('u', 'channel.set', {
      target,
      entries: [{ key: 'a', values: ['1'] }],
      upsert: false,
    });
    const replies = { n: { counters: [{ key: 'n', value: 7 }] }, u: { skipped: ['a'] } };
    answer = (id) => replies[id as keyof typeof replies];
    const run = [count('n', 'increase'), update];
    await executor().execute(run);
    expect(await executor().execute(run)).toEqual([
      { outcome: replies.n, isReplay: true },
      { outcome: replies.u, isReplay: true },
    ]);
    expect(executed).toEqual(['n+u']);
  });

  it('replays the failure of an increase that was applied in part', async () => {
    answer = () => PARTLY;
    await executor().execute([count('n', 'increase')]);
    answer = () => ({ counters: [] });
    const [{ outcome } = { outcome: {} }] = await executor().execute([count('n', 'increase')]);
    expect(outcome).toMatchObject({ code: PARTLY.code, details: PARTLY.details });
    expect(executed).toEqual(['n']);
  });

  it.each<['set' | 'increase', 'set' | 'increase', string[]]>([
    ['increase', 'increase', ['a', 'b', 'a']],
    ['increase', 'set', ['a', 'b', 'a+b']],
    ['set', 'increase', ['a', 'b', 'a+b']],
  ])(
    'after a failed %s of a counter, repeats a later %s where order matters',
    async (first, later, runs) => {
      const run = [count('a', first, 'n'), count('b', later, 'n')];
      answer = (id) => (id === 'a' ? REFUSED : { counters: [] });
      await executor().execute(run.slice(0, 1));
      await executor().execute(run.slice(1));
      answer = () => ({ counters: [] });
      await executor().execute(run);
      expect(executed).toEqual(runs);
    },
  );

  it('carries reads out each time', async () => {
    await executor().execute([get('r'), get('s')]);
    await executor().execute([get('r'), get('s')]);
    expect(executed).toEqual(['r+s', 'r+s']);
  });

  it('carries writes out under another key of the batch', async () => {
    await executor().execute([set('a')]);
    await executor({ key: 'another' }).execute([set('a')]);
    expect(executed).toEqual(['a', 'a']);
  });

  it.each<[string, Job]>([
    ['value', set('a', 'a', 'other')],
    ['key', set('a', 'other', 'a')],
    ['operation', remove('a')],
    [
      'target',
      job('a', 'channel.set', {
        target: { ...target, channelId: 'two' },
        entries: [{ key: 'a', values: ['a'] }],
      }),
    ],
    [
      'actor',
      job('a', 'channel.set', { target, actorId: 'ann', entries: [{ key: 'a', values: ['a'] }] }),
    ],
    [
      'option',
      job('a', 'channel.set', {
        target,
        options: { x: 1 },
        entries: [{ key: 'a', values: ['a'] }],
      }),
    ],
  ])('refuses the same id with another %s', async (_, other) => {
    await executor().execute([set('a')]);
    expect(codesOf(await executor().execute([other]))).toEqual(['idempotency-key-reused']);
    expect(executed).toEqual(['a']);
  });

  it('refuses one operation and carries out the others of its run', async () => {
    await executor().execute([set('a')]);
    const results = await executor().execute([set('a', 'a', 'other'), set('b'), set('c')]);
    expect(codesOf(results)).toEqual(['idempotency-key-reused', 'done', 'done']);
    expect(executed).toEqual(['a', 'b+c']);
  });

  it('carries out again a write that had failed without effect', async () => {
    answer = () => REFUSED;
    expect(codesOf(await executor().execute([set('a')]))).toEqual(['upstream-refused']);
    answer = () => ({ entries: [] });
    expect(codesOf(await executor().execute([set('a')]))).toEqual(['done']);
    expect(unknownRuns).toEqual([]);
  });

  it('marks the writes of unknown outcome, and runs those apart that had not begun', async () => {
    answer = () => UNKNOWN;
    await executor().execute([count('b', 'increase'), count('c', 'increase')]);
    answer = (id) => (id === 'b' || id === 'c' ? UNKNOWN : { counters: [] });
    const ids = ['a', 'b', 'c', 'd'];
    const second = executor();
    const results: JobResult[] = [];
    while (results.length < ids.length) {
      const run = ids.slice(results.length).map((id) => count(id, 'increase'));
      results.push(...(await second.execute(run)));
    }
    expect(results.map(({ outcome }) => outcome instanceof GatewayError)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(executed).toEqual(['b+c', 'a', 'b+c', 'd']);
    expect(unknownRuns).toEqual(['b+c']);
    expect(nowMs).toBe(0); // no claim was left behind that had to be waited for
  });

  it('carries a write out again as begun anew after an earlier one of unknown outcome', async () => {
    answer = (id) => (id === 'early' ? UNKNOWN : { counters: [] });
    const run = [count('early', 'set', 'n'), count('late', 'increase', 'n')];
    await executor().execute(run);
    answer = () => ({ counters: [] });
    const second = executor();
    expect(await second.execute(run)).toHaveLength(1);
    await second.execute(run.slice(1));
    expect(executed).toEqual(['early+late', 'early', 'late']);
    expect(unknownRuns).toEqual(['early']);
  });

  it('leaves every job of a run unknown if the executor throws', async () => {
    answer = () => new TypeError('a bug');
    await expect(executor().execute([set('a'), set('b')])).rejects.toThrow('a bug');
    answer = () => ({ entries: [] });
    await executor().execute([set('b')]);
    expect(unknownRuns).toEqual(['b']);
    expect(nowMs).toBe(0); // the claim had ended: its lease was not waited for
  });

  it('settles a repeatable write that was applied in part as not done', async () => {
    answer = () => PARTLY;
    await executor().execute([set('a')]);
    await executor().execute([set('a')]);
    expect(executed).toEqual(['a', 'a']);
  });

  it('carries a later write of the same entry out again after an earlier one that had failed', async () => {
    answer = (id) => (id === 'early' ? REFUSED : { entries: [] });
    const run = [set('early', 'x', '1')];
    const later = [set('late', 'x', '2'), set('other', 'y', '3')];
    const first = executor();
    await first.execute(run);
    await first.execute(later);
    answer = () => ({ entries: [] });
    const second = executor();
    expect(await second.execute(run)).toEqual([{ outcome: { entries: [] } }]);
    const results = await second.execute(later);
    expect(results.map(({ isReplay }) => isReplay)).toEqual([undefined, true]);
    expect(executed).toEqual(['early', 'late+other', 'early', 'late']);
    expect(unknownRuns).toEqual([]);
  });

  it('does so for writes of one run, and for deletes', async () => {
    answer = (id) => (id === 'early' ? REFUSED : {});
    const run = [set('early', 'x', '1'), remove('late', 'x')];
    await executor().execute(run);
    answer = () => ({});
    await executor().execute(run);
    expect(executed).toEqual(['early+late', 'early+late']);
  });

  describe('with a write that another request carries out', () => {
    let finishOther: () => Promise<void>;
    beforeEach(async () => {
      let finish = (): void => undefined;
      const slow = {
        execute: () =>
          new Promise((resolve) => {
            finish = () => {
              resolve([{ outcome: { entries: [] } }]);
            };
          }),
        waitDeadlineMs: () => 0,
      } as unknown as RetryingExecutor;
      const other = new IdempotentExecutor(idempotency, { client: 'client', key: 'key' }, slow);
      const running = other.execute([set('busy')]);
      await new Promise((resolve) => setImmediate(resolve)); // until it has its claim
      finishOther = async () => {
        finish();
        await running;
      };
    });

    it('polls every second until that has ended, and replays its result', async () => {
      const slept: number[] = [];
      onSleep = async () => {
        slept.push(nowMs);
        if (slept.length === 3) await finishOther();
      };
      const results = await executor().execute([set('busy'), set('b')]);
      expect(results.map(({ isReplay }) => isReplay)).toEqual([true, undefined]);
      expect(slept).toEqual([1_000, 2_000, 3_000]);
      expect(executed).toEqual(['b']);
    });

    it('carries out the jobs before it at once, and leaves the others for the next run', async () => {
      const results = await executor().execute([set('a'), set('busy'), set('c')]);
      expect(results).toHaveLength(1);
      expect(executed).toEqual(['a']);
      await finishOther();
      // c was not left claimed
      expect(codesOf(await executor().execute([set('busy'), set('c')]))).toEqual(['done', 'done']);
      expect(executed).toEqual(['a', 'c']);
    });

    it('reports it as in progress at the end of the wait', async () => {
      onSleep = () => undefined;
      const results = await executor({ maxWaitMs: 2_500 }).execute([set('busy'), set('b')]);
      expect(codesOf(results)).toEqual(['idempotency-in-progress']);
      expect(nowMs).toBe(2_000);
      expect(executed).toEqual([]);
      await finishOther();
    });

    it('waits for it also if later jobs are done', async () => {
      await executor().execute([set('b')]);
      onSleep = finishOther;
      const results = await executor().execute([set('busy'), set('b')]);
      expect(results.map(({ isReplay }) => isReplay)).toEqual([true, true]);
    });

    it('holds no claims while it waits', async () => {
      let codes: string[] = [];
      onSleep = async () => {
        codes = codesOf(await executor({ maxWaitMs: 0 }).execute([set('b')]));
        onSleep = finishOther;
      };
      await executor().execute([set('busy'), set('b')]);
      expect(codes).toEqual(['done']);
    });
  });

  it('throws an unexpected error of the store', async () => {
    jest.spyOn(idempotency, 'claim').mockRejectedValue(new TypeError('a bug'));
    await expect(executor().execute([set('a')])).rejects.toThrow('a bug');
  });
});
