import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { GatewayError } from '../../core/gateway-error';
import type { Entry } from '../../core/metadata';
import type { PlanTable } from '../../core/provider';
import { TransportFailure } from '../../transport';
import {
  caller,
  closeGateways,
  failureOf,
  ok,
  openGateway,
  request,
  setOf,
  status,
  type Answer,
} from '../../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

type Settings = Parameters<typeof openGateway>[0];
type Values = Readonly<Record<string, string>>;

/** A vendor that keeps entries up to a number of keys and refuses a set beyond that as a whole. */
class SmallStore {
  readonly entries = new Map<string, string>();

  constructor(
    private readonly capacity: number,
    present: Values = {},
  ) {
    for (const [key, value] of Object.entries(present)) this.entries.set(key, value);
  }

  /** @returns whether the set was accepted */
  set(entries: readonly Entry[]): boolean {
    if (new Set([...this.entries.keys(), ...entries.map(({ key }) => key)]).size > this.capacity)
      return false;
    for (const { key, values } of entries) this.entries.set(key, values[0] ?? '');
    return true;
  }

  readonly answer: Answer = ({ method, body = '[]' }) => {
    if (method === 'GET') return ok();
    return this.set(JSON.parse(body) as Entry[]) ? ok() : status(400);
  };
}

/** A gateway whose quota cools down for a moment: writes wait, and are merged, meanwhile. */
function busy(settings: Settings, forMs = 200) {
  const setup = openGateway({ windowMs: 10_000, ...settings });
  setup.connection.limiter.coolDown([{ quota: 'calls' }], forMs);
  const set = (values: Values, more: Parameters<typeof caller>[0] = {}) =>
    setup.gateway.execute(setOf('message.set', values), caller(more));
  const keysSent = () =>
    setup.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body = '[]' }) => (JSON.parse(body) as Entry[]).map(({ key }) => key).join());
  return { ...setup, set, keysSent };
}

const codeOf = (outcome: unknown): string =>
  outcome instanceof GatewayError ? outcome.code : 'ok';
const timeout = () => new TransportFailure('timeout', performance.now());

const WRITES = fc.array(
  fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '3'), {
    minKeys: 1,
    maxKeys: 3,
    noNullPrototype: true,
  }),
  { minLength: 2, maxLength: 5 },
);

/** The results and the entries where these sets are carried out one after the other. */
function carriedOutAlone(writes: readonly Values[]) {
  const store = new SmallStore(3, { a: '0' });
  const results = writes.map((values) => {
    const entries = Object.entries(values).map(([key, value]) => ({ key, values: [value] }));
    return store.set(entries) ? 'ok' : 'upstream-refused';
  });
  return { results, entries: store.entries };
}

describe('a merged write that the vendor refuses', () => {
  it('ends as its members do alone in the order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(WRITES, async (writes) => {
        const store = new SmallStore(3, { a: '0' });
        const { set, connection } = busy({ answer: store.answer }, 1_000);
        const ended = writes.map((values) => set(values).catch((error: unknown) => error));
        await sleep(1); // all wait
        await connection.limiter.endCooldown('calls');
        const outcomes = await Promise.all(ended);
        const expected = carriedOutAlone(writes);
        expect(outcomes.map(codeOf)).toEqual(expected.results);
        expect(store.entries).toEqual(expected.entries);
      }),
      { numRuns: 25 },
    );
  });

  it('charges each member for its own call, and the leader for the refused one too', async () => {
    const store = new SmallStore(2, { a: '0' });
    const { set, keysSent } = busy({ answer: store.answer });
    const [leader, refused, last] = await Promise.allSettled([
      set({ a: '1' }),
      set({ b: '2', c: '2' }),
      set({ b: '3' }),
    ]);
    expect(keysSent()).toEqual(['a,b,c', 'a', 'b,c', 'b']);
    const reply = { entries: [{ key: 'a', values: ['1'] }] };
    expect(leader).toMatchObject({ value: { reply, usage: [{ tokens: 2 }] } });
    expect(refused).toMatchObject({
      reason: { details: { applied: 'no', usage: [{ tokens: 1 }] } },
    });
    expect(last).toMatchObject({ value: { usage: [{ tokens: 1 }] } });
  });

  it('makes one call for each member and no more', async () => {
    const { set, keysSent } = busy({ answer: () => status(400) });
    const errors = await Promise.all(['a', 'b', 'c'].map((key) => failureOf(set({ [key]: '1' }))));
    expect(errors.map(codeOf)).toEqual(Array(3).fill('upstream-refused'));
    expect(keysSent()).toEqual(['a,b,c', 'a', 'b', 'c']);
  });

  it('makes these calls one after the other', async () => {
    let inFlight = 0;
    let most = 0;
    const answer: Answer = async (_, index) => {
      most = Math.max(most, (inFlight += 1));
      await sleep(5);
      inFlight -= 1;
      return index === 0 ? status(400) : ok();
    };
    const { set } = busy({ answer });
    await Promise.all(['a', 'b', 'c'].map((key) => set({ [key]: '1' })));
    expect(most).toBe(1);
  });

  it('drops a member that disconnects before its turn', async () => {
    const disconnect = new AbortController();
    const { set, keysSent } = busy({
      answer: (_, index) => {
        if (index === 1) disconnect.abort(new Error('disconnected'));
        return index === 0 ? status(400) : ok();
      },
    });
    const first = set({ a: '1' });
    const left = failureOf(set({ b: '1' }, { signal: disconnect.signal }));
    await Promise.all([first, set({ c: '1' })]);
    expect((await left).message).toBe('disconnected');
    expect(keysSent()).toEqual(['a,b,c', 'a', 'c']);
  });

  it('drops members that have disconnected while it was under way', async () => {
    const disconnect = new AbortController();
    const { set, keysSent } = busy({
      answer: (_, index) => {
        if (index === 0) disconnect.abort(new Error('disconnected'));
        return index === 0 ? status(400) : ok();
      },
    });
    const left = failureOf(set({ a: '1' }, { signal: disconnect.signal }));
    const { usage } = await set({ b: '1' });
    expect((await left).message).toBe('disconnected');
    expect(usage).toMatchObject([{ tokens: 1 }]);
    expect(keysSent()).toEqual(['a,b', 'b']);
  });

  it('drops a member whose own wait ends before its turn', async () => {
    const setup = busy({
      answer: (_, index) => {
        if (index === 0) setup.connection.limiter.coolDown([{ quota: 'calls' }], 2_500);
        return index === 0 ? status(400) : ok();
      },
    });
    const startMs = performance.now();
    const first = setup.set({ a: '1' }, { maxWaitMs: 10_000 });
    const error = await failureOf(setup.set({ b: '1' }, { maxWaitMs: 800 }));
    expect(performance.now() - startMs).toBeLessThan(2_300);
    expect(error).toMatchObject({ code: 'quota-exhausted', details: { applied: 'no' } });
    await first;
    expect(setup.keysSent()).toEqual(['a,b', 'a']);
  });

  it('after an attempt of unknown outcome proves of no member that nothing was applied', async () => {
    const { set, keysSent } = busy({
      answer: ({ method, body = '' }, index) => {
        if (index === 0) throw timeout();
        return method === 'PUT' && body.includes('"b"') ? status(400) : ok();
      },
    });
    const [first, second] = await Promise.all([set({ a: '1' }), failureOf(set({ b: '1' }))]);
    expect(first).toMatchObject({ reply: { entries: [{ key: 'a' }] } });
    expect(second).toMatchObject({ code: 'upstream-refused', details: { applied: 'unknown' } });
    expect(keysSent()).toEqual(['a,b', 'a,b', 'a', 'b']);
  });
});

describe('a merged write that breaks a rule once its target was read', () => {
  const plans: PlanTable = {
    *'message.set'({ entries }) {
      yield request('GET', '/message');
      if (entries.length > 1) throw new GatewayError('provider-limit', 'It is too large.');
      yield request('PUT', '/message', { body: JSON.stringify(entries) });
      return { entries };
    },
  };

  it('is carried out for each member alone', async () => {
    const { set, keysSent } = busy({ plans });
    await Promise.all([set({ a: '1' }), set({ b: '1' })]);
    expect(keysSent()).toEqual(['a', 'b']);
  });

  it('is not, where the vendor refuses the read', async () => {
    const { set, requests } = busy({ plans, answer: () => status(400) });
    const errors = await Promise.all(['a', 'b'].map((key) => failureOf(set({ [key]: '1' }))));
    expect(errors.map(codeOf)).toEqual(Array(2).fill('upstream-refused'));
    expect(requests).toHaveLength(1);
  });
});

it('a failure that concerns all members alike is not met again by each', async () => {
  const { set, keysSent } = busy({ answer: () => status(401) });
  const errors = await Promise.all(['a', 'b'].map((key) => failureOf(set({ [key]: '1' }))));
  expect(errors).toMatchObject(
    [1, 0].map((usage) => ({
      code: 'upstream-auth-failed',
      details: { applied: 'no', usage: { length: usage } },
    })),
  );
  expect(keysSent()).toEqual(['a,b']);
});

describe('a run of a batch that the vendor refuses', () => {
  const runOf = (...writes: readonly Values[]) =>
    writes.map((values) => setOf('message.set', values));

  it('ends as its operations do alone in their order', async () => {
    await fc.assert(
      fc.asyncProperty(WRITES, async (writes) => {
        const store = new SmallStore(3, { a: '0' });
        const { gateway } = openGateway({ answer: store.answer });
        const outcomes = await gateway.executeRun(runOf(...writes), caller());
        const expected = carriedOutAlone(writes);
        expect(outcomes.map(codeOf)).toEqual(expected.results);
        expect(store.entries).toEqual(expected.entries);
      }),
      { numRuns: 50 },
    );
  });

  it('ends so after a try of unknown outcome too, which no error excludes', async () => {
    const store = new SmallStore(2, { a: '0' });
    const { gateway, requests } = openGateway({ answer: store.answer });
    const run = runOf({ a: '1' }, { b: '2', c: '2' }, { b: '3' });
    expect(await gateway.executeRun(run, caller(), true)).toMatchObject([
      { entries: [{ key: 'a', values: ['1'] }] },
      { code: 'upstream-refused', details: { applied: 'unknown' } },
      { entries: [{ key: 'b', values: ['3'] }] },
    ]);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'PUT', 'PUT', 'PUT']);
  });

  it('keeps the outcomes so far where the caller disconnects, and carries out no more', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = openGateway({
      answer: (_, index) => {
        if (index === 1) disconnect.abort(new Error('disconnected'));
        return index === 0 ? status(400) : ok();
      },
    });
    const run = runOf({ a: '1' }, { b: '1' }, { c: '1' });
    const outcomes = await gateway.executeRun(run, caller({ signal: disconnect.signal }));
    const left = { code: 'upstream-refused', details: { applied: 'no' } };
    expect(outcomes).toMatchObject([{ entries: [{ key: 'a' }] }, left, left]);
    expect(requests).toHaveLength(2);
  });

  it('keeps them where the caller disconnects while an operation waits for quota', async () => {
    const disconnect = new AbortController();
    const { gateway, connection } = openGateway({
      answer: (_, index) => {
        if (index === 1) {
          connection.limiter.coolDown([{ quota: 'calls' }], 1_000);
          setTimeout(() => {
            disconnect.abort(new Error('disconnected'));
          }, 20);
        }
        return index === 0 ? status(400) : ok();
      },
    });
    const run = runOf({ a: '1' }, { b: '1' });
    expect(await gateway.executeRun(run, caller({ signal: disconnect.signal }))).toMatchObject([
      { entries: [{ key: 'a' }] },
      { code: 'upstream-refused', details: { applied: 'no' } },
    ]);
  });

  it('has one wait for all its calls', async () => {
    const { gateway, connection } = openGateway({
      answer: (_, index) => {
        if (index === 1) connection.limiter.coolDown([{ quota: 'calls' }], 1_000);
        return index === 0 ? status(400) : ok();
      },
    });
    const run = runOf({ a: '1' }, { b: '1' });
    expect(await gateway.executeRun(run, caller({ maxWaitMs: 500 }))).toMatchObject([
      { entries: [{ key: 'a' }] },
      { code: 'quota-exhausted', details: { applied: 'no' } },
    ]);
  });
});
