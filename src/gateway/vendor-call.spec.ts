import { GatewayError } from '../core/gateway-error';
import { TransportFailure } from '../transport';
import {
  caller,
  closeGateways,
  failureOf,
  ok,
  openGateway,
  readOf,
  setOf,
  status,
} from '../../test/support/gateway/in-process-gateway';
import { RecordedSpan } from '../../test/support/gateway/recorded-span';

afterEach(closeGateways);

const write = setOf('message.set', { a: '1' });
const tokens = ({ connection }: ReturnType<typeof openGateway>) => connection.limiter.report()[0];

describe('the span of a vendor call', () => {
  it('names the method and the path template, the connection and the vendor', async () => {
    const span = new RecordedSpan();
    await openGateway().gateway.execute(write, caller({ span }));
    expect(span.children.map(({ options }) => options.name)).toEqual([
      'wait for quota',
      'PUT /message',
    ]);
    const [wait, call] = span.children;
    expect(wait?.options).toEqual({
      kind: 'wait',
      name: 'wait for quota',
      attributes: { 'gateway.connection': 'main', 'gateway.quotas': ['calls'] },
    });
    expect(wait?.result).toEqual({ attributes: {} });
    expect(call?.options).toEqual({
      kind: 'call',
      name: 'PUT /message',
      attributes: {
        'http.request.method': 'PUT',
        'url.template': '/message',
        'gateway.connection': 'main',
        'gateway.provider': 'test',
      },
    });
    expect(call?.result).toEqual({ attributes: { 'http.response.status_code': 200 } });
  });

  it('ends with the status and the error code of a refused call', async () => {
    const span = new RecordedSpan();
    const { gateway } = openGateway({ answer: () => status(400) });
    await failureOf(gateway.execute(write, caller({ span })));
    expect(span.children[1]?.result).toEqual({
      attributes: { 'http.response.status_code': 400 },
      error: 'upstream-refused',
    });
  });

  it("has the vendor's own code, and no status where no reply arrived", async () => {
    const coded = new GatewayError('upstream-refused', 'The vendor refused the call.', {
      upstream: { provider: 'test', code: 1004 },
    });
    const span = new RecordedSpan();
    const { gateway } = openGateway({
      answer: (_, index) => {
        if (index === 0) return status(400);
        throw new TransportFailure('timeout', performance.now());
      },
      adapter: {
        readReply: () => {
          throw coded;
        },
      },
    });
    await failureOf(gateway.execute(readOf(), caller({ span })));
    await failureOf(gateway.execute(readOf(), caller({ span, maxWaitMs: 0 })));
    const results = span.children
      .filter(({ options }) => options.kind === 'call')
      .map(({ result }) => result);
    expect(results).toEqual([
      {
        attributes: { 'http.response.status_code': 400, 'gateway.vendor_code': 1004 },
        error: 'upstream-refused',
      },
      { attributes: {}, error: 'upstream-timeout' },
    ]);
  });

  it('is sent to the vendor as traceparent only where that is configured', async () => {
    const span = new RecordedSpan();
    const silent = openGateway();
    await silent.gateway.execute(write, caller({ span }));
    expect(silent.requests[0]?.headers).toEqual({});
    const traced = openGateway({
      connection: { sendsTraceparent: true },
      adapter: { sign: ({ method, path }) => ({ method, path, headers: { key: 'secret' } }) },
    });
    await traced.gateway.execute(write, caller({ span }));
    await traced.gateway.execute(write, caller());
    expect(traced.requests.map(({ headers }) => headers)).toEqual([
      { key: 'secret', traceparent: span.children.at(-1)?.traceparent },
      { key: 'secret' },
    ]);
  });
});

describe('the span of a follower', () => {
  it('links to the vendor call of its leader', async () => {
    const setup = openGateway();
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 60);
    const spans = [new RecordedSpan(), new RecordedSpan()];
    await Promise.all(spans.map((span) => setup.gateway.execute(write, caller({ span }))));
    const [leader, follower] = spans;
    expect(leader?.children.map(({ options }) => options.name)).toEqual([
      'wait for quota',
      'PUT /message',
    ]);
    expect(follower?.children).toMatchObject([
      {
        options: {
          kind: 'wait',
          name: 'wait for merged call',
          attributes: { 'gateway.connection': 'main' },
        },
        links: [leader?.children[1]],
        result: { attributes: {} },
      },
    ]);
  });

  it('ends with the error of the merged call, or as aborted', async () => {
    const setup = openGateway({ answer: () => status(400) });
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 60);
    const disconnect = new AbortController();
    const spans = [new RecordedSpan(), new RecordedSpan()];
    const calls = [
      setup.gateway.execute(write, caller()),
      setup.gateway.execute(write, caller({ span: spans[0] })),
      setup.gateway.execute(write, caller({ span: spans[1], signal: disconnect.signal })),
    ].map(failureOf);
    disconnect.abort(new Error('disconnected'));
    await Promise.all(calls);
    expect(spans.map(({ children }) => children[0]?.result?.error)).toEqual([
      'upstream-refused',
      'aborted',
    ]);
  });
});

it('shows no wait in a trace of a call that draws no token', async () => {
  const span = new RecordedSpan();
  const { gateway } = openGateway({
    plans: {
      *'message.get'() {
        yield {
          method: 'GET',
          path: '/free',
          route: '/free',
          draws: [],
          effect: 'read',
        };
        return {};
      },
    },
  });
  await gateway.execute(readOf(), caller({ span }));
  expect(span.children.map(({ options }) => options.name)).toEqual(['GET /free']);
});

describe('the tokens of a vendor call', () => {
  it('rest after an answer, a refusal included', async () => {
    for (const answer of [() => ok(), () => status(400)]) {
      const setup = openGateway({ windowMs: 10_000, answer });
      await setup.gateway.execute(readOf(), caller()).catch(() => undefined);
      expect(tokens(setup)).toMatchObject({ inFlight: 0, resting: 1, free: 99 });
    }
  });

  it('are free at once where nothing was sent', async () => {
    const setup = openGateway({
      windowMs: 10_000,
      answer: () => {
        throw new TransportFailure('circuit-open');
      },
    });
    const error = await failureOf(setup.gateway.execute(readOf(), caller()));
    expect(tokens(setup)).toMatchObject({ inFlight: 0, resting: 0, free: 100 });
    expect(error.details).toMatchObject({ usage: [], calls: { attempts: 3 } });
  });

  it('stay in flight where the answer was lost', async () => {
    const setup = openGateway({
      windowMs: 10_000,
      answer: () => {
        throw new TransportFailure('timeout', performance.now());
      },
    });
    const error = await failureOf(setup.gateway.execute(readOf(), caller({ maxWaitMs: 0 })));
    expect(tokens(setup)).toMatchObject({ inFlight: 1, free: 99 });
    expect(error.details.usage).toEqual([{ quota: 'calls', tokens: 1 }]);
  });

  it('are used once by a read whose reply is too large: it is not repeated', async () => {
    const setup = openGateway({
      windowMs: 10_000,
      answer: () => {
        throw new TransportFailure('too-large', performance.now());
      },
    });
    const { code, details } = await failureOf(setup.gateway.execute(readOf(), caller()));
    expect([code, setup.requests.length]).toEqual(['upstream-malformed', 1]);
    expect(details.usage).toEqual([{ quota: 'calls', tokens: 1 }]);
  });

  it('are free at once where the request cannot be signed', async () => {
    const bug = new TypeError('bug');
    const setup = openGateway({
      windowMs: 10_000,
      adapter: {
        sign: () => {
          throw bug;
        },
      },
    });
    await expect(setup.gateway.execute(write, caller())).rejects.toBe(bug);
    expect(tokens(setup)).toMatchObject({ inFlight: 0, free: 100 });
    expect(setup.vendorCalls).toMatchObject([{ status: 0, outcome: 'internal' }]);
  });
});

describe('a report of a vendor call', () => {
  it('has its route, result, duration and wait', async () => {
    const setup = openGateway({
      answer: () => new Promise((resolve) => setTimeout(resolve, 40, ok())),
    });
    await setup.gateway.execute(readOf(), caller());
    setup.connection.limiter.coolDown([{ quota: 'calls' }], 100);
    await setup.gateway.execute(write, caller());
    const [first, second] = setup.vendorCalls;
    expect(first).toEqual({
      connection: 'main',
      provider: 'test',
      route: 'GET /message?keys=*',
      status: 200,
      outcome: 'ok',
      durationMs: expect.any(Number) as number,
      waitedMs: expect.any(Number) as number,
    });
    expect(first?.durationMs).toBeGreaterThan(30);
    expect(first?.durationMs).toBeLessThan(10_000);
    expect(second?.waitedMs).toBeGreaterThan(50);
  });

  it("has the vendor's own code of a failure", async () => {
    const setup = openGateway({
      adapter: {
        readReply: () => {
          throw new GatewayError('upstream-refused', 'The vendor refused the call.', {
            upstream: { provider: 'test', code: 1004 },
          });
        },
      },
    });
    await failureOf(setup.gateway.execute(write, caller()));
    expect(setup.vendorCalls).toMatchObject([{ outcome: 'upstream-refused', code: 1004 }]);
  });
});

describe('a 429', () => {
  const throttled = (retryAfterMs?: number) => ({
    adapter: {
      readReply: () => {
        throw new GatewayError('upstream-throttled', 'The vendor throttled the call.', {
          ...(retryAfterMs !== undefined && { retryAfterMs }),
        });
      },
    },
  });

  it('cools the quotas of the call down for as long as the vendor says', async () => {
    const setup = openGateway(throttled(5_000));
    const error = await failureOf(setup.gateway.execute(write, caller()));
    expect(error).toMatchObject({
      code: 'upstream-throttled',
      details: { violatedQuotas: ['calls'], applied: 'no' },
    });
    expect(error.details.retryAfterMs).toBeGreaterThan(4_000);
    expect(error.details.retryAfterMs).toBeLessThanOrEqual(5_000);
    expect(setup.throttledForMs).toEqual([5_000]);
    expect(tokens(setup)?.coolingDownMs).toBeGreaterThan(4_000);
  });

  it('is read in the standard header where the vendor has no field of its own', async () => {
    const answer = () => ({ status: 429, headers: { 'retry-after': '7' }, body: '' });
    for (const [settings, forMs] of [
      [{ answer }, 7_000],
      [{ answer, ...throttled(5_000) }, 5_000],
      [{ answer, connection: { maxCooldownMs: 6_000 } }, 6_000],
    ] as const) {
      const setup = openGateway(settings);
      await failureOf(setup.gateway.execute(write, caller()));
      expect(setup.throttledForMs).toEqual([forMs]);
    }
  });

  it('starts the cooldowns anew after a success', async () => {
    const setup = openGateway({ answer: (_, index) => (index % 2 === 0 ? status(429) : ok()) });
    await setup.gateway.execute(readOf(), caller({ maxWaitMs: 10_000 }));
    await setup.gateway.execute(readOf(), caller({ maxWaitMs: 10_000 }));
    expect(setup.throttledForMs).toEqual([1_000, 1_000]);
  });
});
