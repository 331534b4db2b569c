import { GatewayError } from '../core/gateway-error';
import type { TargetLock, TargetLocks } from '../locks';
import { TransportFailure } from '../transport';
import { effectMs } from './outcome/latest-effect';
import {
  addOf,
  caller,
  closeGateways,
  failureOf,
  LONGEST_CALL_MS,
  ok,
  openGateway,
  readOf,
  setOf,
  status,
} from '../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const EFFECT_MS = effectMs({ longestCallMs: LONGEST_CALL_MS });

const write = setOf('message.set', { a: '1' });
const notSent = () => new TransportFailure('not-sent');
const tokens = ({ connection }: ReturnType<typeof openGateway>) => connection.limiter.report()[0];

describe('no further attempt is made', () => {
  it('for a caller that has disconnected meanwhile', async () => {
    const disconnect = new AbortController();
    const { gateway, requests } = openGateway({
      answer: () => {
        disconnect.abort(new Error('disconnected'));
        throw notSent();
      },
    });
    const error = await failureOf(gateway.execute(write, caller({ signal: disconnect.signal })));
    expect(error).toMatchObject({ code: 'upstream-unavailable', details: { applied: 'no' } });
    expect(requests).toHaveLength(1);
  });

  it('where the wait of the caller is over', async () => {
    const { gateway, requests } = openGateway({
      answer: () => {
        throw notSent();
      },
    });
    const error = await failureOf(gateway.execute(write, caller({ maxWaitMs: 0 })));
    expect(error.code).toBe('upstream-unavailable');
    expect(requests).toHaveLength(1);
  });
});

it('reports the 429, not the quota, where the cooldown is longer than the wait', async () => {
  const { gateway, requests } = openGateway({ answer: () => status(429) });
  const error = await failureOf(gateway.execute(write, caller({ maxWaitMs: 500 })));
  expect(error).toMatchObject({
    code: 'upstream-throttled',
    details: { applied: 'no', usage: [{ quota: 'calls', tokens: 1 }] },
  });
  expect(requests).toHaveLength(1);
});

describe('a write under a lock', () => {
  /** A lock that lasts until the test says otherwise. */
  function locked() {
    const log: string[] = [];
    const state = { lasts: true };
    const lock: TargetLock = {
      outlasts: (forMs) => {
        log.push(`outlasts ${forMs}`);
        return state.lasts;
      },
      release: () => log.push('released'),
    };
    const locks: TargetLocks = {
      acquire: ({ channelId }, { maxWaitMs }, callMs) => {
        log.push(`acquire ${channelId} for ${callMs}, wait ${maxWaitMs > 1_000}`);
        return Promise.resolve(lock);
      },
      drain: () => undefined,
      reconfigure: () => undefined,
      close: () => undefined,
    };
    return { log, state, locks };
  }

  it('lasts as long as a write may have an effect, and is checked before each write', async () => {
    const { log, locks } = locked();
    await openGateway({ connection: { locks } }).gateway.execute(addOf('k', ['1']), caller());
    expect(log).toEqual([
      `acquire c for ${EFFECT_MS}, wait true`,
      `outlasts ${EFFECT_MS}`,
      'released',
    ]);
  });

  it('is not sent where the lock may be lost by then, and gives its tokens back', async () => {
    const { log, state, locks } = locked();
    const setup = openGateway({
      windowMs: 10_000,
      connection: { locks },
      answer: () => {
        state.lasts = false;
        return ok();
      },
    });
    const error = await failureOf(setup.gateway.execute(addOf('k', ['1']), caller()));
    expect(error).toMatchObject({
      code: 'limiter-unavailable',
      details: { applied: 'no', usage: [{ quota: 'calls', tokens: 1 }] },
    });
    expect(setup.requests.map(({ method }) => method)).toEqual(['GET']);
    expect(tokens(setup)).toMatchObject({ inFlight: 0, resting: 1 });
    expect(log.at(-1)).toBe('released');
  });

  it('is needed by a conditional write, and not by a plain one', async () => {
    const { log, locks } = locked();
    const { gateway } = openGateway({ connection: { locks } });
    await gateway.execute(write, caller());
    expect(log).toEqual([]);
    await gateway.execute(setOf('message.set', { a: '1' }, { ifMatch: ['*'] }), caller());
    expect(log).toEqual([
      `acquire c for ${EFFECT_MS}, wait true`,
      `outlasts ${EFFECT_MS}`,
      'released',
    ]);
  });
});

describe('a shared read', () => {
  it('that all callers have left does not hold up the next', async () => {
    const setup = openGateway();
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 60);
    const disconnect = new AbortController();
    const left = failureOf(setup.gateway.execute(readOf(), caller({ signal: disconnect.signal })));
    disconnect.abort(new Error('disconnected'));
    const next = setup.gateway.execute(readOf(), caller());
    expect((await left).message).toBe('disconnected');
    expect((await next).usage).toEqual([{ quota: 'calls', tokens: 1 }]);
    expect(setup.requests).toHaveLength(1);
  });

  it('fails for all its callers', async () => {
    const setup = openGateway({ answer: () => status(400) });
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 60);
    const errors = await Promise.all(
      [1, 2].map(() => failureOf(setup.gateway.execute(readOf(), caller()))),
    );
    expect(errors.map(({ code }) => code)).toEqual(['upstream-refused', 'upstream-refused']);
    expect(errors.map(({ details }) => details.usage?.length)).toEqual([1, 0]);
    expect(setup.requests).toHaveLength(1);
    expect(setup.merged).toEqual(['message.get']);
  });

  it('is not joined by a caller whose wait ends before its tokens are expected', async () => {
    const setup = openGateway();
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 200);
    const patient = setup.gateway.execute(readOf(), caller());
    const error = await failureOf(setup.gateway.execute(readOf(), caller({ maxWaitMs: 20 })));
    expect(error).toMatchObject({ code: 'quota-exhausted', details: { usage: [] } });
    await patient;
    expect(setup.merged).toEqual([]);
  });
});

describe('a run of a batch', () => {
  const set = (key: string) => setOf('message.set', { [key]: '1' });

  it('of nothing has no results', async () => {
    expect(await openGateway().gateway.executeRun([], caller())).toEqual([]);
  });

  it('answers each read in its place, with its own error', async () => {
    const { gateway, requests } = openGateway({
      answer: ({ path }) => (path.endsWith('b') ? status(400) : ok()),
    });
    const results = await gateway.executeRun([readOf(['a']), readOf(['b'])], caller());
    expect(results).toMatchObject([{ entries: [] }, { code: 'upstream-refused' }]);
    expect(requests.map(({ path }) => path)).toEqual(['/message?keys=a', '/message?keys=b']);
  });

  it('of one write answers with its reply or its error', async () => {
    const { gateway } = openGateway({ answer: (_, index) => (index === 0 ? ok() : status(400)) });
    const run = [setOf('message.set', { a: '1' }, { strict: true })];
    expect(await gateway.executeRun(run, caller())).toEqual([
      { entries: [{ key: 'a', values: ['1'] }] },
    ]);
    expect(await gateway.executeRun(run, caller())).toMatchObject([{ code: 'upstream-refused' }]);
  });

  it('gives each write of a failed call its own error, and the tokens to the first', async () => {
    const { gateway } = openGateway({ answer: () => status(401) });
    const results = await gateway.executeRun([set('a'), set('b')], caller());
    expect(results).toMatchObject([
      { code: 'upstream-auth-failed', details: { applied: 'no', usage: [{ tokens: 1 }] } },
      { code: 'upstream-auth-failed', details: { applied: 'no', usage: [] } },
    ]);
  });

  it('is read back first where an earlier try has an unknown outcome', async () => {
    const { gateway, requests } = openGateway();
    await gateway.executeRun([set('a'), set('b')], caller(), true);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it.each([1, 2])('of %s writes ends with a disconnect', async (length) => {
    const { gateway } = openGateway();
    const gone = AbortSignal.abort(new Error('disconnected'));
    const run = Array.from({ length }, (_, index) => set(String(index)));
    await expect(gateway.executeRun(run, caller({ signal: gone }))).rejects.toThrow('disconnected');
  });
});

describe('an operation of a connection that was removed', () => {
  it.each([
    ['write', write, 'no'],
    ['read', readOf(), undefined],
  ] as const)('is refused: a %s', (_, operation, applied) => {
    const { gateway } = openGateway({ connection: { isRemoved: true } });
    let error: unknown;
    try {
      gateway.check(operation);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(GatewayError);
    expect(error).toMatchObject({ code: 'connection-not-found', details: { usage: [] } });
    if (applied !== undefined) expect(error).toMatchObject({ details: { applied } });
  });
});

describe('an operation whose earlier try has an unknown outcome', () => {
  it('is refused where it can be neither proved nor repeated', async () => {
    const { gateway, requests } = openGateway({
      plans: {
        *'counters.change'() {
          yield* [];
          return {};
        },
      },
    });
    const error = await failureOf(
      gateway.executeAgain(
        {
          name: 'counters.change',
          call: { ...readOf().call, changes: [{ key: 'n', op: 'increase', amount: 1 }] },
        },
        caller(),
      ),
    );
    expect(error).toMatchObject({
      code: 'upstream-timeout',
      details: { applied: 'unknown', usage: [] },
    });
    expect(requests).toEqual([]);
  });

  it('ends with the tokens of its read-back where that proves it', async () => {
    const entries = [{ key: 'a', values: ['1'] }];
    const { gateway } = openGateway({ answer: () => ok({ entries }) });
    expect(await gateway.executeAgain(write, caller())).toEqual({
      reply: { entries },
      usage: [{ quota: 'calls', tokens: 1 }],
    });
  });

  it.each([
    ['repeated', 'not applied', ['GET', 'PUT']],
    ['not repeated, and fails,', 'undecided', ['GET']],
  ] as const)(
    'is %s where the vendor says that the values found leave it "%s"',
    async (_, verdict, methods) => {
      const { gateway, requests } = openGateway({
        answer: () => ok({ entries: [{ key: 'a', values: ['1'] }] }),
        adapter: { judgeReadBack: () => verdict },
      });
      const outcome = gateway.executeAgain(write, caller());
      if (verdict === 'not applied') await outcome;
      else expect(await failureOf(outcome)).toMatchObject({ details: { applied: 'unknown' } });
      expect(requests.map(({ method }) => method)).toEqual(methods);
    },
  );

  it('ends with the tokens of its read-back and of its repetition', async () => {
    const { gateway } = openGateway({ answer: () => ok() });
    const { usage } = await gateway.executeAgain(write, caller());
    expect(usage).toEqual([{ quota: 'calls', tokens: 2 }]);
  });
});
