import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorDetails } from '../../core/gateway-error';
import { TransportFailure } from '../../transport';
import {
  addOf,
  caller,
  closeGateways,
  deleteOf,
  failureOf,
  ok,
  openGateway,
  readOf,
  request,
  setOf,
  status,
} from '../../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const detailsOf = async (call: Promise<unknown>): Promise<ErrorDetails> =>
  (await failureOf(call)).details;
const timeout = () => new TransportFailure('timeout', performance.now());

describe('merged writes', () => {
  /** A gateway whose only token is used for the next 150 ms. */
  async function busy(settings: Parameters<typeof openGateway>[0] = {}) {
    const setup = openGateway({ limit: 1, windowMs: 150, ...settings });
    await setup.gateway.execute(readOf(['busy']), caller());
    setup.requests.length = 0;
    return setup;
  }
  const bodies = (setup: { requests: readonly { body?: string }[] }) =>
    setup.requests.map(({ body }) => JSON.parse(body ?? '""') as unknown);

  it('sends what waits for one target as one call; the last value of a key wins', async () => {
    const setup = await busy();
    const outcomes = await Promise.all(
      [{ a: '1' }, { b: '2' }, { a: '3' }].map((values) =>
        setup.gateway.execute(setOf('message.set', values), caller()),
      ),
    );
    expect(bodies(setup)).toEqual([
      [
        { key: 'a', values: ['3'] },
        { key: 'b', values: ['2'] },
      ],
    ]);
    expect(outcomes.map(({ reply }) => reply.entries?.map(({ values }) => values[0]))).toEqual([
      ['1'],
      ['2'],
      ['3'],
    ]);
    expect(setup.merged).toEqual(['message.set', 'message.set']);
  });

  it('sends waiting sets and deletes as one call where the vendor can do both at once', async () => {
    const setup = await busy({
      adapter: { mergesDeletes: true, mergeLimits: { 'message.set': 10, 'message.delete': 10 } },
      plans: {
        *'message.get'() {
          yield request('GET', '/message');
          return {};
        },
        *'message.set'({ entries, deletes }) {
          yield request('PUT', '/message', { body: JSON.stringify({ entries, deletes }) });
          return { entries };
        },
        *'message.delete'({ keys }) {
          yield request('DELETE', '/message', { body: JSON.stringify(keys) });
          return {};
        },
      },
    });
    const outcomes = await Promise.all(
      [deleteOf(['a', 'b']), setOf('message.set', { a: '1' }), deleteOf(['c'])].map((operation) =>
        setup.gateway.execute(operation, caller()),
      ),
    );
    expect(bodies(setup)).toEqual([
      { entries: [{ key: 'a', values: ['1'] }], deletes: ['b', 'c'] },
    ]);
    expect(outcomes.map(({ reply }) => reply)).toEqual([
      {},
      { entries: [{ key: 'a', values: ['1'] }] },
      {},
    ]);
  });

  it('charges the tokens to the leader alone, in success and in failure', async () => {
    const once = await busy();
    const writes = (setup: typeof once) =>
      ['a', 'b'].map((key) =>
        setup.gateway.execute(setOf('message.set', { [key]: '1' }), caller()),
      );
    const outcomes = await Promise.all(writes(once));
    expect(outcomes.map(({ usage }) => usage.length)).toEqual([1, 0]);
    const refused = await busy({ answer: ({ method }) => (method === 'GET' ? ok() : status(401)) });
    const errors = await Promise.all(writes(refused).map(detailsOf));
    expect(errors.map(({ usage }) => usage?.length)).toEqual([1, 0]);
    expect(errors.map(({ applied }) => applied)).toEqual(['no', 'no']);
  });

  it('take along no caller whose wait ends before the tokens are expected', async () => {
    const setup = await busy();
    const leader = setup.gateway.execute(setOf('message.set', { a: '1' }), caller());
    const error = await failureOf(
      setup.gateway.execute(setOf('message.set', { b: '2' }), caller({ maxWaitMs: 20 })),
    );
    expect(error).toMatchObject({ code: 'quota-exhausted', details: { applied: 'no' } });
    await leader;
    expect(bodies(setup)).toEqual([[{ key: 'a', values: ['1'] }]]);
    expect(setup.merged).toEqual([]);
  });

  it('leave out a follower whose wait ends while the quota cools down', async () => {
    const setup = await busy();
    const leader = setup.gateway.execute(setOf('message.set', { a: '1' }), caller());
    const follower = failureOf(
      setup.gateway.execute(setOf('message.set', { b: '2' }), caller({ maxWaitMs: 250 })),
    );
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 500);
    expect(await follower).toMatchObject({ code: 'quota-exhausted', details: { applied: 'no' } });
    await leader;
    expect(bodies(setup)).toEqual([[{ key: 'a', values: ['1'] }]]);
  });

  it('leave out a follower that disconnects', async () => {
    const setup = await busy();
    const disconnect = new AbortController();
    const leader = setup.gateway.execute(setOf('message.set', { a: '1' }), caller());
    const follower = failureOf(
      setup.gateway.execute(
        setOf('message.set', { b: '2' }),
        caller({ signal: disconnect.signal }),
      ),
    );
    disconnect.abort(new Error('disconnected'));
    expect((await follower).message).toBe('disconnected');
    await leader;
    expect(bodies(setup)).toEqual([[{ key: 'a', values: ['1'] }]]);
  });

  it('are led by the next member where the leader disconnects', async () => {
    const setup = await busy();
    const disconnect = new AbortController();
    const leader = failureOf(
      setup.gateway.execute(
        setOf('message.set', { a: '1' }),
        caller({ signal: disconnect.signal }),
      ),
    );
    const follower = setup.gateway.execute(setOf('message.set', { b: '2' }), caller());
    disconnect.abort(new Error('disconnected'));
    expect((await leader).message).toBe('disconnected');
    expect((await follower).usage).toEqual([{ quota: 'calls', tokens: 1 }]);
    expect(bodies(setup)).toEqual([[{ key: 'b', values: ['2'] }]]);
  });

  it('send nothing where all members have disconnected', async () => {
    const setup = await busy();
    const disconnect = new AbortController();
    const calls = ['a', 'b'].map((key) =>
      failureOf(
        setup.gateway.execute(
          setOf('message.set', { [key]: '1' }),
          caller({ signal: disconnect.signal }),
        ),
      ),
    );
    disconnect.abort(new Error('disconnected'));
    await Promise.all(calls);
    await sleep(200);
    expect(setup.requests).toEqual([]);
  });

  it('keep writes of other actors and options apart', async () => {
    const setup = await busy({ limit: 1, windowMs: 50 });
    await Promise.all([
      setup.gateway.execute(setOf('message.set', { a: '1' }, { actorId: 'x' }), caller()),
      setup.gateway.execute(setOf('message.set', { b: '2' }, { actorId: 'y' }), caller()),
      setup.gateway.execute(
        setOf('message.set', { c: '3' }, { options: { loud: true } }),
        caller(),
      ),
    ]);
    expect(setup.requests).toHaveLength(3);
  });

  it('are read back and repeated as one call', async () => {
    let puts = 0;
    const setup = await busy({
      windowMs: 50,
      answer: ({ method }) => {
        if (method === 'PUT' && (puts += 1) === 1) throw timeout();
        return ok();
      },
    });
    await Promise.all(
      ['a', 'b'].map((key) =>
        setup.gateway.execute(setOf('message.set', { [key]: '1' }), caller()),
      ),
    );
    expect(setup.requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'PUT']);
    expect(setup.requests[2]?.body).toBe(setup.requests[0]?.body);
  });
});

describe('shared reads', () => {
  it('carry equal reads that wait in one call, and charge one of them', async () => {
    const { gateway, requests } = openGateway({ limit: 1, windowMs: 100 });
    const outcomes = await Promise.all(
      [['a'], ['a'], ['b']].map((keys) => gateway.execute(readOf(keys), caller())),
    );
    expect(requests.map(({ path }) => path)).toEqual(['/message?keys=a', '/message?keys=b']);
    expect(outcomes.map(({ usage }) => usage.length)).toEqual([1, 0, 1]);
  });

  it('are not joined once they are sent', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { gateway, requests } = openGateway({
      answer: async (_, index) => {
        if (index === 0) await held;
        return ok();
      },
    });
    const first = gateway.execute(readOf(['a']), caller());
    await sleep(10);
    await gateway.execute(readOf(['a']), caller());
    expect(requests).toHaveLength(2);
    release();
    await first;
  });
});

describe('a run of a batch', () => {
  it('takes writes that one call carries, and reads without a write between them', () => {
    const { gateway } = openGateway();
    const set = (key: string) => setOf('message.set', { [key]: '1' });
    expect(gateway.leadingRunLength([set('a'), set('b'), readOf()])).toBe(2);
    expect(gateway.leadingRunLength([readOf(), readOf(), set('a')])).toBe(2);
    expect(gateway.leadingRunLength([addOf('k', ['1']), set('a')])).toBe(1);
    expect(gateway.leadingRunLength([deleteOf(['a']), deleteOf(['b']), set('c')])).toBe(2);
    expect(gateway.leadingRunLength([deleteOf('all'), deleteOf(['b'])])).toBe(1);
    const eleven = Array.from({ length: 11 }, (_, index) => set(String(index)));
    expect(gateway.leadingRunLength(eleven)).toBe(10);
  });

  it('answers each write in its place', async () => {
    const { gateway, requests } = openGateway();
    const run = [setOf('message.set', { a: '1' }), setOf('message.set', { a: '2', b: '3' })];
    const replies = await gateway.executeRun(run, caller());
    expect(requests).toHaveLength(1);
    expect(replies).toEqual([
      { entries: [{ key: 'a', values: ['1'] }] },
      {
        entries: [
          { key: 'a', values: ['2'] },
          { key: 'b', values: ['3'] },
        ],
      },
    ]);
  });
});
