import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError } from '../../core/gateway-error';
import type { Entry } from '../../core/metadata';
import type { PlanTable } from '../../core/provider';
import type { Grant } from '../../limiter';
import {
  caller,
  closeGateways,
  failureOf,
  ok,
  openGateway,
  request,
  setOf,
} from '../../../test/support/gateway/in-process-gateway';
import { errorForMember } from './merged-writes';

afterEach(closeGateways);

type Settings = Parameters<typeof openGateway>[0];
type Setup = ReturnType<typeof openGateway>;

const set = ({ gateway }: Setup, key: string, more: Parameters<typeof caller>[0] = {}) =>
  gateway.execute(setOf('message.set', { [key]: '1' }), caller(more));
const sent = ({ requests }: Setup) =>
  requests.map(({ method, path, body }) => `${method} ${path} ${body ?? ''}`.trim());
const tokens = ({ connection }: Setup) => connection.limiter.report()[0];

const TARGET = { connection: 'main', channelType: 'direct', channelId: 'c' } as const;

/** A gateway whose quota cools down for the next 150 ms: calls wait meanwhile. */
function busy(settings: Settings = {}): Setup {
  const setup = openGateway({ limit: 10, windowMs: 10_000, ...settings });
  coolDown(setup, 150);
  return setup;
}

function coolDown({ connection }: Setup, forMs: number): void {
  connection.limiter.coolDown([{ quota: 'calls' }], forMs);
}

/** Writes a list of keys, for one token a key. */
const CHARGED_BY_KEY: PlanTable = {
  *'message.set'({ entries }) {
    const keys = entries.map(({ key }) => key);
    yield request('PUT', keys.join(), { draws: [{ quota: 'calls', tokens: keys.length }], keys });
    return { entries };
  },
};

/** Reads before it writes; where the read says so, nothing is left to write. */
const READS_FIRST: PlanTable = {
  *'message.set'({ entries }) {
    const keys = entries.map(({ key }) => key);
    const { present = [] } = (yield request('GET', '/message')) as { present?: string[] };
    const missing = keys.filter((key) => !present.includes(key));
    if (missing.length > 0) yield request('PUT', missing.join(), { keys: missing });
    return { entries };
  },
};

describe('a merged write that costs a token for each key', () => {
  it('gives a grant for fewer keys back and waits for enough tokens', async () => {
    const setup = busy({ plans: CHARGED_BY_KEY, limit: 2 });
    const outcomes = await Promise.all([set(setup, 'a'), set(setup, 'b')]);
    expect(sent(setup)).toEqual(['PUT a,b']);
    expect(outcomes.map(({ usage }) => usage)).toEqual([[{ quota: 'calls', tokens: 2 }], []]);
    expect(tokens(setup)).toMatchObject({ inFlight: 0, resting: 2, free: 0 });
  });
});

describe('a merged write that reads first', () => {
  /** After the first read, the quota cools down: the write waits. */
  function reading(payload: object = {}, pauseMs = 200) {
    let onRead: () => void = () => undefined;
    const read = new Promise<void>((resolve) => (onRead = resolve));
    const setup: Setup = busy({
      plans: READS_FIRST,
      answer: (_, index) => {
        if (index === 0) coolDown(setup, pauseMs);
        setImmediate(onRead);
        return ok(payload);
      },
    });
    return { setup, read };
  }

  it('takes along the callers that join between its calls, without another read', async () => {
    const { setup, read } = reading();
    const first = set(setup, 'a');
    await read;
    const outcomes = await Promise.all([first, set(setup, 'b')]);
    expect(sent(setup)).toEqual(['GET /message', 'PUT a,b']);
    expect(outcomes.map(({ usage }) => usage)).toEqual([[{ quota: 'calls', tokens: 2 }], []]);
  });

  it('goes on without a leader that disconnects between its calls', async () => {
    const { setup, read } = reading();
    const disconnect = new AbortController();
    const first = failureOf(set(setup, 'a', { signal: disconnect.signal }));
    const second = set(setup, 'b');
    await read;
    disconnect.abort(new Error('disconnected'));
    expect((await first).message).toBe('disconnected');
    expect((await second).usage).toEqual([{ quota: 'calls', tokens: 2 }]);
    expect(sent(setup)).toEqual(['GET /message', 'PUT b']);
  });

  it('sends no write where the callers that need one have left', async () => {
    const { setup, read } = reading({ present: ['a'] });
    const disconnect = new AbortController();
    const first = set(setup, 'a');
    const second = failureOf(set(setup, 'b', { signal: disconnect.signal }));
    await read;
    disconnect.abort(new Error('disconnected'));
    await second;
    expect((await first).usage).toEqual([{ quota: 'calls', tokens: 1 }]);
    expect(sent(setup)).toEqual(['GET /message']);
    expect(tokens(setup)).toMatchObject({ inFlight: 0, resting: 1, free: 9 });
  });

  it('reads again for the next leader, where the wait of the first ends after the read', async () => {
    const { setup } = reading({}, 1_000);
    const first = failureOf(set(setup, 'a', { maxWaitMs: 500 }));
    const second = set(setup, 'b', { maxWaitMs: 10_000 });
    expect(await first).toMatchObject({
      code: 'quota-exhausted',
      details: { applied: 'no', usage: [{ quota: 'calls', tokens: 1 }] },
    });
    expect((await second).usage).toEqual([{ quota: 'calls', tokens: 2 }]);
    expect(sent(setup)).toEqual(['GET /message', 'GET /message', 'PUT b']);
  });
});

it('merges writes that read first also while tokens are free, and sends others at once', async () => {
  const reading = openGateway({ plans: READS_FIRST });
  await Promise.all([set(reading, 'a'), set(reading, 'b')]);
  expect(sent(reading)).toEqual(['GET /message', 'PUT a,b']);
  const writing = openGateway();
  await Promise.all([set(writing, 'a'), set(writing, 'b')]);
  expect(sent(writing)).toHaveLength(2);
});

describe('a merged write whose leader disconnects', () => {
  it('waits as long as the other callers do', async () => {
    const setup = busy();
    const disconnect = new AbortController();
    const first = failureOf(set(setup, 'a', { signal: disconnect.signal, maxWaitMs: 200 }));
    const second = set(setup, 'b');
    coolDown(setup, 400);
    disconnect.abort(new Error('disconnected'));
    await first;
    expect((await second).usage).toEqual([{ quota: 'calls', tokens: 1 }]);
    expect(sent(setup)).toHaveLength(1);
  });
});

describe('a merged write that is sent', () => {
  /** The vendor answers the first call when the test says so. */
  function sending() {
    let onSent: () => void = () => undefined;
    let answer: () => void = () => undefined;
    const isSent = new Promise<void>((resolve) => (onSent = resolve));
    const isAnswered = new Promise<void>((resolve) => (answer = resolve));
    const setup = busy({
      answer: async (_, index) => {
        onSent();
        if (index === 0) await isAnswered;
        return ok();
      },
    });
    return { setup, isSent, answer };
  }

  it('keeps its followers: they learn its result though they disconnect or wait no longer', async () => {
    const { setup, isSent, answer } = sending();
    const disconnect = new AbortController();
    const calls = [
      set(setup, 'a'),
      set(setup, 'b', { signal: disconnect.signal }),
      set(setup, 'c', { maxWaitMs: 500 }),
    ];
    await isSent;
    disconnect.abort(new Error('disconnected'));
    await sleep(500);
    answer();
    const replies = (await Promise.all(calls)).map(({ reply }) => reply);
    expect(replies.map(({ entries }) => entries?.map(({ key }) => key))).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });

  it('is joined no more, and its end does not close a later one to the same target', async () => {
    const { setup, isSent, answer } = sending();
    const first = set(setup, 'a');
    await isSent;
    coolDown(setup, 500);
    const second = set(setup, 'b');
    answer();
    await first;
    await Promise.all([second, set(setup, 'c')]);
    const keys = setup.requests.map(({ body = '[]' }) =>
      (JSON.parse(body) as Entry[]).map(({ key }) => key),
    );
    expect(keys).toEqual([['a'], ['b', 'c']]);
  });
});

describe('a merged write that all callers have left', () => {
  it('does not hold up the next write', async () => {
    const setup = busy();
    const disconnect = new AbortController();
    const left = failureOf(set(setup, 'a', { signal: disconnect.signal }));
    disconnect.abort(new Error('disconnected'));
    const next = set(setup, 'b');
    expect((await left).message).toBe('disconnected');
    expect((await next).usage).toEqual([{ quota: 'calls', tokens: 1 }]);
    expect(setup.merged).toEqual([]);
  });

  it('gives its grant back where they leave in the moment of the grant', async () => {
    const setup = busy();
    const disconnect = new AbortController();
    const { limiter } = setup.connection;
    const acquire = limiter.acquire.bind(limiter);
    jest.spyOn(limiter, 'acquire').mockImplementation(async (...args): Promise<Grant> => {
      const grant = await acquire(...args);
      disconnect.abort(new Error('disconnected'));
      return grant;
    });
    const left = await failureOf(set(setup, 'a', { signal: disconnect.signal }));
    expect(left.message).toBe('disconnected');
    await sleep(0);
    expect(sent(setup)).toEqual([]);
    expect(tokens(setup)).toMatchObject({ inFlight: 0, free: 10 });
  });
});

describe('a merged write of which the vendor refuses some keys', () => {
  /** Of a merged call, only `a` is applied. */
  const plans: PlanTable = {
    *'message.set'({ entries }) {
      const keys = entries.map(({ key }) => key);
      yield request('PUT', keys.join(), { keys });
      const applied = { keys: keys.filter((key) => key === 'a') };
      throw new GatewayError('upstream-refused', 'Some keys are refused.', { applied });
    },
  };

  it('succeeds for the caller whose keys were applied', async () => {
    const setup = busy({ plans });
    const [first, second] = await Promise.allSettled([set(setup, 'a'), set(setup, 'b')]);
    expect(sent(setup)).toEqual(['PUT a,b']);
    expect(first).toMatchObject({
      value: { reply: { entries: [{ key: 'a', values: ['1'] }] }, usage: [{ tokens: 1 }] },
    });
    expect(second).toMatchObject({ reason: { details: { applied: 'no', usage: [] } } });
  });

  it('succeeds for their operations of a batch', async () => {
    const { gateway } = openGateway({ plans });
    const run = ['a', 'b'].map((key) => setOf('message.set', { [key]: '1' }));
    expect(await gateway.executeRun(run, caller())).toMatchObject([
      { entries: [{ key: 'a', values: ['1'] }] },
      { code: 'upstream-refused', details: { applied: 'no' } },
    ]);
  });

  it('says that nothing was applied where all keys of a call were refused', async () => {
    const error = await failureOf(set(openGateway({ plans }), 'b'));
    expect(error).toMatchObject({ details: { applied: 'no' } });
  });
});

describe('the error of one caller of a merged write', () => {
  const usage = [{ quota: 'calls', tokens: 1 }];
  const failed = new GatewayError('upstream-refused', 'It failed.', {
    usage,
    applied: { keys: ['a', 'b'] },
  });
  const call = { target: TARGET, options: {}, strict: false, keys: ['b'] };

  it('names its own keys, and the usage of the leader alone', () => {
    expect(errorForMember(failed, call, true)).toMatchObject({
      details: { usage, applied: { keys: ['b'] } },
    });
    expect(errorForMember(failed, call, false)).toMatchObject({
      details: { usage: [], applied: { keys: ['b'] } },
    });
  });

  it('says that nothing was applied where none of its keys was', () => {
    expect(errorForMember(failed, { ...call, keys: ['c'] }, false)).toMatchObject({
      details: { applied: 'no' },
    });
  });

  it.each(['unknown', 'no'] as const)('keeps an outcome of %s for all keys', (applied) => {
    expect(errorForMember(failed.withDetails({ applied }), call, false)).toMatchObject({
      details: { applied },
    });
  });

  it('is the same where it is a bug or a disconnect', () => {
    const error = new Error('disconnected');
    expect(errorForMember(error, call, true)).toBe(error);
  });
});
