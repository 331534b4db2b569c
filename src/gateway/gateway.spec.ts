import { setTimeout as sleep } from 'node:timers/promises';
import { GatewayError, type ErrorDetails } from '../core/gateway-error';
import { TransportFailure } from '../transport';
import {
  addOf,
  caller,
  inProcessGateway,
  ok,
  readOf,
  setOf,
  status,
} from '../../test/support/gateway/in-process-gateway';

const opened: { close(): void }[] = [];
function open(settings?: Parameters<typeof inProcessGateway>[0]) {
  const setup = inProcessGateway(settings);
  opened.push(setup);
  return setup;
}
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

/** The error with which a call fails. */
const failure = async (call: Promise<unknown>): Promise<GatewayError> =>
  call.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: unknown) => error as GatewayError,
  );
const detailsOf = async (call: Promise<unknown>): Promise<ErrorDetails> =>
  (await failure(call)).details;
const timeout = () => new TransportFailure('timeout', true);

describe('a single write', () => {
  it('reports the tokens that it used', async () => {
    const { gateway } = open();
    const { usage } = await gateway.execute(setOf('channel.set', { a: '1', b: '2' }), caller());
    expect(usage).toEqual([{ quota: 'calls', tokens: 2 }]);
  });

  it('goes on after a disconnect once the vendor has acknowledged its first call', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = open({
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
    const { gateway, requests } = open({ limit: 1, windowMs: 100 });
    await gateway.execute(readOf(), caller());
    const disconnect = new AbortController();
    const { signal } = disconnect;
    const call = failure(gateway.execute(setOf('channel.set', { a: '1' }), caller({ signal })));
    disconnect.abort(new Error('disconnected'));
    expect((await call).message).toBe('disconnected');
    await sleep(150);
    expect(requests).toHaveLength(1);
  });

  it('names the keys that were written before a later call failed', async () => {
    const { gateway } = open({ answer: (_, index) => (index === 0 ? ok() : status(400)) });
    const details = await detailsOf(
      gateway.execute(setOf('channel.set', { a: '1', b: '2' }), caller()),
    );
    expect(details).toMatchObject({
      applied: { keys: ['a'] },
      usage: [{ quota: 'calls', tokens: 2 }],
    });
  });

  it('is refused without a vendor call where it breaks a rule', async () => {
    const { gateway, requests } = open();
    const error = await failure(gateway.execute(setOf('message.set', { invalid: '1' }), caller()));
    expect(error).toMatchObject({ code: 'provider-limit', details: { applied: 'no', usage: [] } });
    expect(requests).toEqual([]);
  });
});

describe('a conditional write', () => {
  const invalid = setOf('message.set', { invalid: '1' }, { ifMatch: ['"tag"'] });

  it('is refused before it reads where the write breaks a rule', async () => {
    const { gateway, requests } = open();
    const error = await failure(gateway.execute(invalid, caller()));
    expect(error.code).toBe('provider-limit');
    expect(requests).toEqual([]);
  });

  it('writes only where the entity tag matches', async () => {
    const { gateway, requests } = open();
    const error = await failure(
      gateway.execute(setOf('message.set', { a: '1' }, { ifMatch: ['"other"'] }), caller()),
    );
    expect(error).toMatchObject({ code: 'precondition-failed', details: { applied: 'no' } });
    await gateway.execute(setOf('message.set', { a: '1' }, { ifMatch: ['*'] }), caller());
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PUT']);
  });
});

describe('retries', () => {
  it('repeats a call that certainly was not sent', async () => {
    const { gateway, requests } = open({
      answer: (_, index) => {
        if (index === 0) throw new TransportFailure('not-sent', false);
        return ok();
      },
    });
    const { usage } = await gateway.execute(setOf('message.set', { a: '1' }), caller());
    expect(requests).toHaveLength(2);
    expect(usage).toEqual([{ quota: 'calls', tokens: 2 }]);
  });

  it('gives up after three attempts', async () => {
    const { gateway, requests } = open({ answer: () => status(503) });
    const error = await failure(gateway.execute(readOf(), caller()));
    expect(error.code).toBe('upstream-unavailable');
    expect(requests).toHaveLength(3);
  });

  it('repeats no call that the vendor refused', async () => {
    const { gateway, requests } = open({ answer: () => status(400) });
    const error = await failure(gateway.execute(setOf('message.set', { a: '1' }), caller()));
    expect(error).toMatchObject({ code: 'upstream-refused', details: { applied: 'no' } });
    expect(requests).toHaveLength(1);
  });

  it('keeps retries to a tenth of the calls', async () => {
    const { gateway, requests } = open({ answer: () => status(503) });
    for (let call = 0; call < 20; call += 1) await failure(gateway.execute(readOf(), caller()));
    expect(requests.length).toBeLessThanOrEqual(20 + 3 + 3);
  });
});

describe('a throttled call', () => {
  it('is reported with the length of the cooldown, which doubles with each 429 in a row', async () => {
    const { gateway, throttledForMs } = open({ answer: () => status(429) });
    const error = await failure(gateway.execute(readOf(), caller({ maxWaitMs: 500 })));
    expect(error.code).toBe('upstream-throttled');
    expect(error.details.retryAfterMs).toBeGreaterThan(500);
    expect(throttledForMs).toEqual([1_000]);
    await sleep(1_010);
    await failure(gateway.execute(readOf(), caller({ maxWaitMs: 500 })));
    expect(throttledForMs).toEqual([1_000, 2_000]);
  });

  it('is repeated after the cooldown where the caller waits for it', async () => {
    const { gateway, requests } = open({
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
    const { gateway, requests } = open({
      answer: ({ method }) => {
        if (method === 'PUT') throw timeout();
        return ok({ entries });
      },
    });
    await expect(gateway.execute(write, caller())).resolves.toMatchObject({ reply: { entries } });
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('is repeated where the read-back does not find it', async () => {
    const { gateway, requests } = open({
      answer: ({ method }, index) => {
        if (method === 'PUT' && index === 0) throw timeout();
        return ok();
      },
    });
    await gateway.execute(write, caller());
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET', 'PUT']);
  });

  it('never claims afterwards that nothing was applied', async () => {
    const { gateway } = open({
      answer: ({ method }, index) => {
        if (method === 'PUT' && index === 0) throw timeout();
        return method === 'PUT' ? status(400) : ok();
      },
    });
    const error = await failure(gateway.execute(write, caller()));
    expect(error).toMatchObject({ code: 'upstream-refused', details: { applied: 'unknown' } });
  });

  it('is read back although the caller has disconnected', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = open({
      answer: ({ method }) => {
        if (method === 'GET') return ok({ entries });
        disconnect.abort(new Error('disconnected'));
        throw timeout();
      },
    });
    await gateway.execute(write, caller({ signal: disconnect.signal }));
    expect(requests.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('is read back before an idempotency key repeats it', async () => {
    const { gateway, requests } = open({ answer: () => ok({ entries }) });
    await gateway.executeAgain(write, caller());
    expect(requests.map(({ method }) => method)).toEqual(['GET']);
  });

  it('stays unknown where the repetition is refused', async () => {
    const { gateway } = open({ answer: ({ method }) => (method === 'GET' ? ok() : status(400)) });
    const details = await detailsOf(gateway.executeAgain(write, caller()));
    expect(details.applied).toBe('unknown');
  });
});

describe('merged writes', () => {
  /** A gateway whose only token is used for the next 150 ms. */
  async function busy(settings: Parameters<typeof inProcessGateway>[0] = {}) {
    const setup = open({ limit: 1, windowMs: 150, ...settings });
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

  it('charges the tokens to the leader alone, in success and in failure', async () => {
    const once = await busy();
    const writes = (setup: typeof once) =>
      ['a', 'b'].map((key) =>
        setup.gateway.execute(setOf('message.set', { [key]: '1' }), caller()),
      );
    const outcomes = await Promise.all(writes(once));
    expect(outcomes.map(({ usage }) => usage.length)).toEqual([1, 0]);
    const refused = await busy({ answer: ({ method }) => (method === 'GET' ? ok() : status(400)) });
    const errors = await Promise.all(writes(refused).map(detailsOf));
    expect(errors.map(({ usage }) => usage?.length)).toEqual([1, 0]);
    expect(errors.map(({ applied }) => applied)).toEqual(['no', 'no']);
  });

  it('take along no caller whose wait ends before the tokens are expected', async () => {
    const setup = await busy();
    const leader = setup.gateway.execute(setOf('message.set', { a: '1' }), caller());
    const error = await failure(
      setup.gateway.execute(setOf('message.set', { b: '2' }), caller({ maxWaitMs: 20 })),
    );
    expect(error).toMatchObject({ code: 'quota-exhausted', details: { applied: 'no' } });
    await leader;
    expect(bodies(setup)).toEqual([[{ key: 'a', values: ['1'] }]]);
    expect(setup.merged).toEqual([]);
  });

  it('leave out a follower that disconnects', async () => {
    const setup = await busy();
    const disconnect = new AbortController();
    const leader = setup.gateway.execute(setOf('message.set', { a: '1' }), caller());
    const follower = failure(
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
    const leader = failure(
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
      failure(
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
    const { gateway, requests } = open({ limit: 1, windowMs: 100 });
    const outcomes = await Promise.all(
      [['a'], ['a'], ['b']].map((keys) => gateway.execute(readOf(keys), caller())),
    );
    expect(requests.map(({ path }) => path)).toEqual(['/message?keys=a', '/message?keys=b']);
    expect(outcomes.map(({ usage }) => usage.length)).toEqual([1, 0, 1]);
  });

  it('are not joined once they are sent', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { gateway, requests } = open({
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

describe('writes that read first', () => {
  it('go one at a time for each target', async () => {
    let values: string[] = [];
    const { gateway } = open({
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
    const { gateway } = open({ answer: (_, index) => (index === 0 ? status(400) : ok()) });
    await failure(gateway.execute(addOf('k', ['1']), caller()));
    await gateway.execute(addOf('k', ['1']), caller({ maxWaitMs: 100 }));
  });
});

describe('a run of a batch', () => {
  it('takes writes that one call carries, and reads without a write between them', () => {
    const { gateway } = open();
    const set = (key: string) => setOf('message.set', { [key]: '1' });
    expect(gateway.leadingRunLength([set('a'), set('b'), readOf()])).toBe(2);
    expect(gateway.leadingRunLength([readOf(), readOf(), set('a')])).toBe(2);
    expect(gateway.leadingRunLength([addOf('k', ['1']), set('a')])).toBe(1);
    const eleven = Array.from({ length: 11 }, (_, index) => set(String(index)));
    expect(gateway.leadingRunLength(eleven)).toBe(10);
  });

  it('answers each write in its place', async () => {
    const { gateway, requests } = open();
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

it('explains a write without a vendor call', () => {
  const { gateway, requests } = open();
  const explanation = gateway.explain(setOf('channel.set', { a: '1', b: '2' }));
  expect(explanation.steps.map(({ url }) => url)).toEqual([
    'https://vendor.example/channel/a',
    'https://vendor.example/channel/b',
  ]);
  expect(requests).toEqual([]);
});
