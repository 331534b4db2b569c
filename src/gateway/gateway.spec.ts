import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError, type ErrorDetails } from '../core/gateway-error';
import type { PlanTable } from '../core/provider';
import { TransportFailure } from '../transport';
import {
  addOf,
  caller,
  closeGateways,
  failureOf,
  LONGEST_CALL_MS,
  ok,
  openGateway,
  readOf,
  request,
  setOf,
  status,
} from '../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const detailsOf = async (call: Promise<unknown>): Promise<ErrorDetails> =>
  (await failureOf(call)).details;
const timeout = () => new TransportFailure('timeout', performance.now());
const cut = () => new TransportFailure('cut', performance.now());

describe('a single write', () => {
  it('reports the tokens that it used', async () => {
    const { gateway } = openGateway();
    const { usage } = await gateway.execute(setOf('channel.set', { a: '1', b: '2' }), caller());
    expect(usage).toEqual([{ quota: 'calls', tokens: 2 }]);
  });

  it('goes on after a disconnect once the vendor has acknowledged its first call', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = openGateway({
      limit: 1,
      windowMs: 60,
      answer: () => {
        setImmediate(() => {
          disconnect.abort(new Error('disconnected'));
        });
        return ok();
      },
    });
    const { signal } = disconnect;
    await gateway.execute(setOf('channel.set', { a: '1', b: '2' }), caller({ signal }));
    expect(requests.map(({ path }) => path)).toEqual(['/channel/a', '/channel/b']);
  });

  it('stops at a disconnect before its first call is sent', async () => {
    const { gateway, requests } = openGateway({ limit: 1, windowMs: 100 });
    await gateway.execute(readOf(), caller());
    const disconnect = new AbortController();
    const { signal } = disconnect;
    const call = failureOf(gateway.execute(setOf('channel.set', { a: '1' }), caller({ signal })));
    disconnect.abort(new Error('disconnected'));
    expect((await call).message).toBe('disconnected');
    await sleep(150);
    expect(requests).toHaveLength(1);
  });

  it('names the keys that were written before a later call failed', async () => {
    const { gateway } = openGateway({ answer: (_, index) => (index === 0 ? ok() : status(400)) });
    const details = await detailsOf(
      gateway.execute(setOf('channel.set', { a: '1', b: '2' }), caller()),
    );
    expect(details).toMatchObject({
      applied: { keys: ['a'] },
      usage: [{ quota: 'calls', tokens: 2 }],
    });
  });

  it('has applied nothing where its plan fails unexpectedly before a vendor call', async () => {
    const bug = new RangeError('bug');
    const { gateway } = openGateway({
      plans: {
        'channel.set': () => {
          throw bug;
        },
      },
    });
    const error = await failureOf(gateway.execute(setOf('channel.set', { a: '1' }), caller()));
    expect(error).toMatchObject({ code: 'internal', details: { applied: 'no' }, cause: bug });
  });

  it('is refused without a vendor call where it breaks a rule', async () => {
    const { gateway, requests } = openGateway();
    const error = await failureOf(
      gateway.execute(setOf('message.set', { invalid: '1' }), caller()),
    );
    expect(error).toMatchObject({ code: 'provider-limit', details: { applied: 'no', usage: [] } });
    expect(requests).toEqual([]);
  });
});

describe('a conditional write', () => {
  const invalid = setOf('message.set', { invalid: '1' }, { ifMatch: ['"tag"'] });

  it('is refused before it reads where the write breaks a rule', async () => {
    const { gateway, requests } = openGateway();
    const error = await failureOf(gateway.execute(invalid, caller()));
    expect(error.code).toBe('provider-limit');
    expect(requests).toEqual([]);
  });

  it('writes only where the entity tag matches', async () => {
    const { gateway, requests } = openGateway();
    const error = await failureOf(
      gateway.execute(setOf('message.set', { a: '1' }, { ifMatch: ['"other"'] }), caller()),
    );
    expect(error).toMatchObject({ code: 'precondition-failed', details: { applied: 'no' } });
    await gateway.execute(setOf('message.set', { a: '1' }, { ifMatch: ['*'] }), caller());
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PUT']);
  });
});

describe('retries', () => {
  it('repeats a call that certainly was not sent', async () => {
    const { gateway, requests } = openGateway({
      answer: (_, index) => {
        if (index === 0) throw new TransportFailure('not-sent');
        return ok();
      },
    });
    const { usage } = await gateway.execute(setOf('message.set', { a: '1' }), caller());
    expect(requests).toHaveLength(2);
    expect(usage).toEqual([{ quota: 'calls', tokens: 1 }]);
  });

  it('gives up after three attempts', async () => {
    const { gateway, requests } = openGateway({ answer: () => status(503) });
    const error = await failureOf(gateway.execute(readOf(), caller()));
    expect(error.code).toBe('upstream-unavailable');
    expect(requests).toHaveLength(3);
  });

  it('repeats no call that the vendor refused', async () => {
    const { gateway, requests } = openGateway({ answer: () => status(400) });
    const error = await failureOf(gateway.execute(setOf('message.set', { a: '1' }), caller()));
    expect(error).toMatchObject({ code: 'upstream-refused', details: { applied: 'no' } });
    expect(requests).toHaveLength(1);
  });

  it('keeps retries to a tenth of the calls', async () => {
    const { gateway, requests } = openGateway({ answer: () => status(503) });
    for (let call = 0; call < 20; call += 1) await failureOf(gateway.execute(readOf(), caller()));
    expect(requests.length).toBeLessThanOrEqual(20 + 3 + 3);
  });
});

describe('a throttled call', () => {
  it('is not waited for where the vendor says that the call will fail again', async () => {
    const { gateway, requests, throttledForMs } = openGateway({
      adapter: {
        readReply: () => {
          throw new GatewayError('upstream-throttled', 'Suspended.', { isFinal: true });
        },
      },
    });
    const error = await failureOf(gateway.execute(readOf(), caller()));
    expect([error.code, requests.length]).toEqual(['upstream-throttled', 1]);
    expect(throttledForMs).toHaveLength(1);
  });

  it('is reported with the length of the cooldown, which doubles with each 429 in a row', async () => {
    const { gateway, throttledForMs } = openGateway({ answer: () => status(429) });
    const error = await failureOf(gateway.execute(readOf(), caller({ maxWaitMs: 500 })));
    expect(error.code).toBe('upstream-throttled');
    expect(error.details.retryAfterMs).toBeGreaterThan(500);
    expect(throttledForMs).toEqual([1_000]);
    await sleep(1_010);
    await failureOf(gateway.execute(readOf(), caller({ maxWaitMs: 500 })));
    expect(throttledForMs).toEqual([1_000, 2_000]);
  });

  it('is repeated after the cooldown where the caller waits for it', async () => {
    const { gateway, requests } = openGateway({
      answer: (_, index) => (index === 0 ? status(429) : ok()),
    });
    await gateway.execute(setOf('message.set', { a: '1' }), caller({ maxWaitMs: 3_000 }));
    expect(requests).toHaveLength(2);
  });
});

describe('a write of unknown outcome', () => {
  const entries = [{ key: 'a', values: ['1'] }];
  const write = setOf('message.set', { a: '1' });

  it('succeeds where the read-back finds it', async () => {
    const { gateway, requests } = openGateway({
      answer: ({ method }) => {
        if (method === 'PUT') throw timeout();
        return ok({ entries });
      },
    });
    await expect(gateway.execute(write, caller())).resolves.toMatchObject({ reply: { entries } });
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('is read back only when the vendor can no longer carry it out', async () => {
    const times: number[] = [];
    const { gateway } = openGateway({
      answer: ({ method }) => {
        times.push(performance.now());
        if (method === 'PUT') throw cut();
        return ok({ entries });
      },
    });
    await gateway.execute(write, caller({ maxWaitMs: 0 }));
    const [sentMs = 0, readMs = 0] = times;
    expect(readMs - sentMs).toBeGreaterThan(LONGEST_CALL_MS);
  });

  it('is not repeated where no read decides', async () => {
    const { gateway, requests } = openGateway({
      answer: ({ method }) => {
        if (method === 'PUT') throw timeout();
        return status(400);
      },
    });
    expect((await detailsOf(gateway.execute(write, caller()))).applied).toBe('unknown');
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('keeps the cause of its first attempt where the wait of the caller ends before it is repeated', async () => {
    const { gateway, requests } = openGateway({
      answer: ({ method }) => {
        if (method === 'PUT') throw cut();
        return ok();
      },
    });
    const error = await failureOf(gateway.execute(write, caller({ maxWaitMs: 20 })));
    expect(error).toMatchObject({ code: 'upstream-unavailable', details: { applied: 'unknown' } });
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('is repeated where the read-back does not find it', async () => {
    const { gateway, requests } = openGateway({
      answer: ({ method }, index) => {
        if (method === 'PUT' && index === 0) throw timeout();
        return ok();
      },
    });
    await gateway.execute(write, caller());
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'PUT']);
  });

  it('never claims afterwards that nothing was applied', async () => {
    const { gateway } = openGateway({
      answer: ({ method }, index) => {
        if (method === 'PUT' && index === 0) throw timeout();
        return method === 'PUT' ? status(400) : ok();
      },
    });
    const error = await failureOf(gateway.execute(write, caller()));
    expect(error).toMatchObject({ code: 'upstream-refused', details: { applied: 'unknown' } });
  });

  it('is read back although the caller has disconnected', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = openGateway({
      answer: ({ method }) => {
        if (method === 'GET') return ok({ entries });
        disconnect.abort(new Error('disconnected'));
        throw timeout();
      },
    });
    await gateway.execute(write, caller({ signal: disconnect.signal }));
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('is read back before an idempotency key repeats it, when the lost run has no effect any more', async () => {
    const { gateway, requests } = openGateway({ answer: () => ok({ entries }) });
    const startedMs = performance.now();
    await gateway.executeAgain(write, caller());
    expect(performance.now() - startedMs).toBeGreaterThan(LONGEST_CALL_MS);
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('stays unknown where the repetition is refused', async () => {
    const { gateway } = openGateway({
      answer: ({ method }) => (method === 'GET' ? ok() : status(400)),
    });
    const details = await detailsOf(gateway.executeAgain(write, caller()));
    expect(details.applied).toBe('unknown');
    expect(details.usage).toEqual([{ quota: 'calls', tokens: 2 }]);
  });
});

describe('a payload that the plan cannot read', () => {
  const malformed = () => new GatewayError('upstream-malformed', 'The payload is malformed.');
  const plans = {
    *'channel.set'() {
      yield request('PUT', '/channel');
      throw malformed();
    },
    *'message.get'() {
      yield request('GET', '/message');
      throw malformed();
    },
  };

  it('leaves the outcome of a write unknown', async () => {
    const { gateway } = openGateway({ plans });
    const details = await detailsOf(gateway.execute(setOf('channel.set', { a: '1' }), caller()));
    expect(details.applied).toBe('unknown');
  });

  it('says nothing of that for a read', async () => {
    const { gateway } = openGateway({ plans });
    const error = await failureOf(gateway.execute(readOf(), caller()));
    expect(error).toMatchObject({ code: 'upstream-malformed' });
    expect(error.details.applied).toBeUndefined();
  });
});

describe('a key that takes several vendor calls', () => {
  const plans = {
    *'message.set'() {
      yield request('PUT', '/add', { keys: ['done'], partialKeys: ['key'] });
      yield request('PUT', '/remove', { keys: ['key'] });
      return {};
    },
    *'message.get'({ keys }) {
      const payload = yield request('GET', `/message?keys=${String(keys)}`);
      return payload as { entries: [] };
    },
  } satisfies PlanTable;
  const write = setOf('message.set', { key: '1', done: '2' });
  const found = [{ key: 'key', values: ['old', 'new'] }];

  it('is told as changed, with its present values, where a later call is refused', async () => {
    const { gateway } = openGateway({
      plans,
      answer: ({ path }) => (path === '/remove' ? status(400) : ok({ entries: found })),
    });
    const { applied, found: told, usage } = await detailsOf(gateway.execute(write, caller()));
    expect([applied, told]).toEqual([{ keys: ['done'], changed: ['key'] }, found]);
    expect(usage).toEqual([{ quota: 'calls', tokens: 3 }]);
  });

  it('is told as changed without its values where they cannot be read', async () => {
    const { gateway } = openGateway({
      plans,
      answer: ({ path }) => (path === '/add' ? ok() : status(400)),
    });
    const details = await detailsOf(gateway.execute(write, caller()));
    expect(details.applied).toEqual({ keys: ['done'], changed: ['key'] });
    expect(details).not.toHaveProperty('found');
  });
});

it('reports every vendor call with its status and outcome', async () => {
  const { gateway, vendorCalls } = openGateway({
    answer: (_, index) => (index === 0 ? ok() : status(400)),
  });
  await gateway.execute(readOf(), caller());
  await failureOf(gateway.execute(setOf('message.set', { a: '1' }), caller()));
  expect(vendorCalls).toMatchObject([
    { route: 'GET /message?keys=*', status: 200, outcome: 'ok' },
    { route: 'PUT /message', status: 400, outcome: 'upstream-refused' },
  ]);
});

describe('writes that read first', () => {
  it('go one at a time for each target', async () => {
    let values: string[] = [];
    const { gateway } = openGateway({
      answer: async ({ method, body }) => {
        await sleep(5);
        if (method === 'GET') return ok({ values });
        values = JSON.parse(body ?? '[]') as string[];
        return ok();
      },
    });
    await Promise.all(
      ['1', '2', '3'].map((value) => gateway.execute(addOf('k', [value]), caller())),
    );
    expect([...values].sort()).toEqual(['1', '2', '3']);
  });

  it('release the lock after a failure', async () => {
    const { gateway } = openGateway({ answer: (_, index) => (index === 0 ? status(400) : ok()) });
    await failureOf(gateway.execute(addOf('k', ['1']), caller()));
    await gateway.execute(addOf('k', ['1']), caller({ maxWaitMs: 100 }));
  });
});

it('explains a write without a vendor call', () => {
  const { gateway, requests } = openGateway();
  const explanation = gateway.explain(setOf('channel.set', { a: '1', b: '2' }));
  expect(explanation.steps.map(({ url }) => url)).toEqual([
    'https://vendor.example/channel/a',
    'https://vendor.example/channel/b',
  ]);
  expect(requests).toEqual([]);
});
