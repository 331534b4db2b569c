import { CHANNEL, MESSAGE, openSandbox, refused, V2, type Reply, type Sandbox } from './sandbox';

const MINUTE_MS = 60_000;
const ADA = { user: { id: 'ada' } };
const get = (sandbox: Sandbox, afterMs = 0, path = CHANNEL): Reply =>
  sandbox.call('GET', path, undefined, { afterMs });
const limited = (limit: number, more: object = {}) =>
  openSandbox({ quotas: { 'channel.get': { limit } }, ...more });
const resetOf = ({ headers }: Reply) => Number(headers['X-RateLimit-Reset']);
/** Unix seconds, as a number between those before and after the calls of a test. */
const inSeconds = (ms: number) => Math.ceil((Date.now() + ms) / 1_000);

it.each([
  ['POST', '/channels', 'channel.query', 10_000],
  ['GET', CHANNEL, 'channel.get', 300],
  ['PATCH', CHANNEL, 'channel.update-partial', 300],
  ['POST', CHANNEL, 'channel.update', 300],
  ['POST', `${CHANNEL}/query`, 'channel.get-or-create', 10_000],
  ['POST', `${CHANNEL}/message`, 'message.send', 1_000],
  ['GET', MESSAGE, 'message.get', 1_000],
  ['PUT', MESSAGE, 'message.update-partial', 1_000],
  ['PATCH', `${MESSAGE}/ephemeral`, 'message.update-partial', 1_000],
  ['POST', MESSAGE, 'message.update', 1_000],
  ['DELETE', MESSAGE, 'message.delete', 1_000],
])('%s %s draws one token of %s in both generations', (method, path, quota, limit) => {
  const sandbox = openSandbox();
  const body = method === 'GET' || method === 'DELETE' ? undefined : { ...ADA, set: { k: 'v' } };
  for (const [index, prefix] of ['', V2].entries()) {
    const { quotas, headers } = sandbox.call(method, `${prefix}${path}`, body);
    expect(quotas).toEqual({ [quota]: 1 });
    expect(headers).toMatchObject({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(limit - 1 - index),
      'X-RateLimit-Reset': expect.stringMatching(/^\d{10}$/),
    });
  }
});

it('refuses the call over the limit with code 9, and counts no refused call', () => {
  const sandbox = limited(2);
  expect([get(sandbox).status, get(sandbox, 30_000).status]).toEqual([200, 200]);
  const over = get(sandbox, 30_001);
  expect(over).toMatchObject({
    ...refused(429, 9),
    headers: { 'X-RateLimit-Limit': '2', 'X-RateLimit-Remaining': '0' },
  });
  expect(over.headers).not.toHaveProperty('Retry-After');
  expect(get(sandbox, MINUTE_MS + 1).status).toBe(200); // the first call is a minute ago
  expect(get(sandbox, MINUTE_MS + 2).status).toBe(429);
  expect(get(sandbox, MINUTE_MS + 30_001).status).toBe(200);
});

it('counts the endpoints apart', () => {
  const sandbox = limited(1);
  get(sandbox);
  expect(get(sandbox).status).toBe(429);
  expect(get(sandbox, 0, MESSAGE).status).toBe(200);
});

it('says when a call is possible again, in Unix seconds', () => {
  const sandbox = limited(1);
  const earliest = inSeconds(MINUTE_MS);
  get(sandbox);
  const reset = resetOf(get(sandbox));
  expect(reset).toBeGreaterThanOrEqual(earliest);
  expect(reset).toBeLessThanOrEqual(inSeconds(MINUTE_MS) + 1);
});

it('restarts at whole minutes if windows are fixed', () => {
  const sandbox = limited(1, { window: 'fixed' });
  const untilMinuteMs = MINUTE_MS - (Date.now() % MINUTE_MS);
  get(sandbox, untilMinuteMs + 5_000);
  const over = get(sandbox, untilMinuteMs + 50_000);
  expect(over.status).toBe(429);
  expect(get(sandbox, untilMinuteMs + MINUTE_MS + 5_000).status).toBe(200);
});

describe('the report of rate limits', () => {
  const report = (query: string, prefix = '') =>
    openSandbox().call('GET', `${prefix}/rate_limits${query}`).body;

  it('has the endpoints of the query, for servers', () => {
    const { server_side: limits, ...others } = report(
      '?server_side=true&endpoints=UpdateChannelPartial%2CUpdateMessagePartial',
    );
    expect(limits).toEqual({
      UpdateChannelPartial: { limit: 300, remaining: 300, reset: expect.any(Number) },
      UpdateMessagePartial: { limit: 1_000, remaining: 1_000, reset: expect.any(Number) },
    });
    expect(Object.keys(others)).toEqual(['duration']);
  });

  it('has all platforms without a query, in both generations', () => {
    for (const body of [report(''), report('', '/api/v2')]) {
      expect(Object.keys(body)).toEqual(
        expect.arrayContaining(['server_side', 'android', 'ios', 'web', 'unity']),
      );
      expect(body.server_side).toHaveProperty('GetChannel.limit', 300);
      expect(body.web).toEqual({});
    }
  });

  it('shows how many calls remain', () => {
    const sandbox = openSandbox();
    get(sandbox);
    expect(
      sandbox.call('GET', '/rate_limits?server_side=true&endpoints=GetChannel').body,
    ).toMatchObject({ server_side: { GetChannel: { limit: 300, remaining: 299 } } });
  });

  it('follows the setting for shared buckets', () => {
    const sandbox = openSandbox({ unknowns: { sharedUpdateBuckets: true } });
    sandbox.call('POST', CHANNEL, { data: {} });
    const { body } = sandbox.call(
      'GET',
      '/rate_limits?server_side=true&endpoints=UpdateChannelPartial',
    );
    expect(body).toMatchObject({ server_side: { UpdateChannelPartial: { remaining: 299 } } });
  });
});
