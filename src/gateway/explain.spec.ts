import type { PlanTable } from '../core/provider';
import {
  addOf,
  caller,
  closeGateways,
  failureOf,
  openGateway,
  readOf,
  request,
  setOf,
} from '../../test/support/gateway/in-process-gateway';

afterEach(closeGateways);

const calls = (tokens: number) => [{ quota: 'calls', tokens }];

/** Reads a message that it presumes to hold `present`, then writes. */
const READS_FIRST: PlanTable = {
  *'message.get'() {
    yield request('GET', '/message', { draws: calls(3) });
    return {};
  },
  *'message.set'({ entries }) {
    const { present = [] } = (yield request('GET', '/message', {
      assumedPayload: { present: ['b'] },
    })) as { present?: string[] };
    yield request('PUT', `/message?${present.join()}`, { draws: calls(7) });
    yield request('PUT', '/last', { draws: [] });
    return { entries };
  },
};

describe('an explanation', () => {
  it('shows each request as it would be sent, with secrets masked', () => {
    const { gateway } = openGateway({
      adapter: {
        sign: ({ method, path, body }, { nowMs, nonce }) => ({
          method,
          path,
          headers: { Secret: 'token', time: typeof nowMs, nonce: typeof nonce },
          ...(body !== undefined && { body }),
        }),
      },
    });
    const { steps } = gateway.explain(addOf('k', ['1']));
    const headers = { Secret: '***', time: 'number', nonce: 'string' };
    expect(steps).toEqual([
      { method: 'GET', url: 'https://vendor.example/message?keys=k', headers, draws: calls(1) },
      {
        method: 'PUT',
        url: 'https://vendor.example/message/k',
        headers,
        body: '["1"]',
        draws: calls(1),
      },
    ]);
  });

  it('follows the presumed replies and marks the requests that depend on them', () => {
    const { gateway } = openGateway({ plans: READS_FIRST });
    const { steps } = gateway.explain(setOf('message.set', { a: '1' }));
    expect(steps.map(({ url, dependsOnReply }) => [url, dependsOnReply])).toEqual([
      ['https://vendor.example/message', undefined],
      ['https://vendor.example/message?b', true],
      ['https://vendor.example/last', true],
    ]);
  });

  it('presumes that an entity tag matches', () => {
    const { gateway } = openGateway();
    const { steps } = gateway.explain(setOf('message.set', { a: '1' }, { ifMatch: ['"tag"'] }));
    expect(steps.map(({ method }) => method)).toEqual(['GET', 'PUT']);
  });

  it.each([
    ['all its tokens', 10, 10_000],
    ['the limit where all requests together need more', 8, 10_000],
  ])('forecasts the wait for %s', async (_, limit, windowMs) => {
    const { gateway } = openGateway({ plans: READS_FIRST, limit, windowMs });
    const operation = setOf('message.set', { a: '1' });
    expect(gateway.explain(operation).waitForecastMs).toBe(0);
    await gateway.execute(readOf(), caller());
    const { waitForecastMs } = gateway.explain(operation);
    expect(waitForecastMs).toBeGreaterThan(5_000);
    expect(waitForecastMs).toBeLessThanOrEqual(windowMs);
  });

  it('forecasts no wait while the tokens are free', async () => {
    const { gateway } = openGateway({ plans: READS_FIRST, limit: 11, windowMs: 10_000 });
    await gateway.execute(readOf(), caller());
    expect(gateway.explain(setOf('message.set', { a: '1' })).waitForecastMs).toBe(0);
  });

  it("has the warnings of the vendor's adapter", () => {
    const { gateway } = openGateway({ adapter: { warnings: ({ name }) => [`see ${name}`] } });
    expect(gateway.explain(readOf()).warnings).toEqual(['see message.get']);
  });

  it('has no forecast while no token may be used', () => {
    const { gateway, connection } = openGateway();
    jest.spyOn(connection.limiter, 'forecast').mockReturnValue(Infinity);
    expect(gateway.explain(readOf()).waitForecastMs).toBeNull();
  });

  it('refuses a request that draws more than its quota has', async () => {
    const { gateway } = openGateway({ plans: READS_FIRST, limit: 6 });
    const explain = () => Promise.resolve(gateway.explain(setOf('message.set', { a: '1' })));
    expect(await failureOf(Promise.resolve().then(explain))).toMatchObject({
      code: 'provider-limit',
      message: 'One call draws 7 tokens of the quota calls, which has only 6.',
      details: { applied: 'no', usage: [] },
    });
  });

  it('refuses what a call would be refused for', async () => {
    const { gateway, requests } = openGateway();
    const explain = () => Promise.resolve(gateway.explain(setOf('message.set', { invalid: '1' })));
    const error = await failureOf(Promise.resolve().then(explain));
    expect(error).toMatchObject({ code: 'provider-limit', details: { applied: 'no', usage: [] } });
    expect(requests).toEqual([]);
  });
});
