import { errorOf } from '../../../test/support/vendor/error-of';
import { runPlan } from '../../../test/support/vendor/run-plan';
import type { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import type { OperationName, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { sendbird } from '.';
import { SendbirdSettings } from './settings';

function createAdapter(changes: Partial<SendbirdSettings> = {}) {
  const settings = { appId: 'app', apiToken: 'token', ...changes };
  return sendbird.createAdapter(Object.assign(new SendbirdSettings(), settings));
}

function planOf(operation: OperationName, call: object): Plan<Reply> {
  const plan = createAdapter().plans[operation] as (call: object) => Plan<Reply>;
  return plan({ options: {}, strict: false, isKeyInPath: false, ...call });
}

const OPEN: Target = { connection: 'c', channelType: 'open', channelId: 'hall' };
const entry = (key: string, ...values: string[]) => ({ key, values });

it('declares how its operations may be locked and merged', () => {
  const { lockedOperations, mergeLimits, vendorAccountId } = createAdapter();
  expect(vendorAccountId).toBe('app');
  expect(lockedOperations).toEqual([
    'message.set',
    'message.delete',
    'message.add-values',
    'message.remove-values',
    'message.change-values',
  ]);
  expect(mergeLimits).toEqual({
    'message.set': 100,
    'message.delete': 50,
    'channel.set': 100,
    'counters.change': 100,
  });
});

it.each([
  ['free-trial', 10, 5],
  ['5k-mau', 60, 10],
  ['10k-mau', 100, 20],
  ['25k-mau', 200, 40],
  ['50k-mau', 400, 100],
  ['100k-mau', 600, 200],
] as const)('has the quotas of the plan %s', (plan, read, write) => {
  const { quotas } = createAdapter({ plan });
  const isRead = (name: string) => /(^get|\.(get|list))$/.test(name);
  // sending messages has the same limit in every plan
  const limitOf = (name: string) => (name === 'message.send' ? 5 : isRead(name) ? read : write);
  expect(quotas).toHaveLength(18);
  for (const { name, limit, windowMs, unit } of quotas)
    expect({ name, limit, windowMs, unit }).toEqual({
      name,
      limit: limitOf(name),
      windowMs: 1_000,
      unit: 'requests',
    });
});

it('draws on the quota of the endpoint alone where that is the scope', () => {
  const plans = createAdapter({ quotaScope: 'endpoint' }).plans;
  const plan = plans['channel.get']?.({ target: OPEN, options: {}, strict: false });
  expect(plan?.next().value).toMatchObject({
    draws: [{ quota: 'channel-metadata.get', tokens: 1 }],
  });
});

describe('a 429', () => {
  const request = runPlan(planOf('channel.get', { target: OPEN })).requests[0];
  const cooldownOf = (headers: Readonly<Record<string, string>>) => {
    if (request === undefined) throw new Error('The plan has no request.');
    try {
      createAdapter().readReply(request, { status: 429, headers, body: '' });
    } catch (error) {
      return (error as GatewayError).details.retryAfterMs;
    }
    throw new Error('The reply is no error.');
  };

  it.each([
    ['0.069786548', 70],
    ['1', 1_000],
    [' 2.5 ', 2_500],
    ['1795920000', 1_795_920_000_000],
  ])('with X-RateLimit-RetryAfter %s is read in seconds', (seconds, expectedMs) => {
    expect(cooldownOf({ 'x-ratelimit-retryafter': seconds })).toBe(expectedMs);
  });

  it.each([
    '0',
    '-1',
    '',
    '1e3',
    '0x10',
    'Infinity',
    'NaN',
    '1, 1',
    '1795920000000000',
    'Wed, 21 Oct 2026 07:28:00 GMT',
  ])('with X-RateLimit-RetryAfter %j says nothing', (text) => {
    expect(cooldownOf({ 'x-ratelimit-retryafter': text })).toBeUndefined();
  });

  it('leaves the standard header to the gateway, and takes no other for a wait', () => {
    const headers = {
      'retry-after': '5',
      'x-ratelimit-reset': '5',
      'x-ratelimit-retry-after': '5',
    };
    expect(cooldownOf(headers)).toBeUndefined();
  });
});

describe('the HTTP status decides which side is at fault', () => {
  it.each([
    [400, 500_901, 'upstream-refused'],
    [404, 500_601, 'upstream-refused'],
    [401, 500_901, 'upstream-auth-failed'],
    [400, 500_910, 'upstream-throttled'],
    [429, 400_201, 'upstream-throttled'],
    [429, 500_901, 'upstream-throttled'],
    [500, 400_201, 'upstream-unavailable'],
    [503, 400_401, 'upstream-unavailable'],
    [504, 500_901, 'upstream-unavailable'],
    [504, 400_111, 'upstream-timeout'],
    [500, 500_910, 'upstream-throttled'],
    [200, 500_901, 'upstream-unavailable'],
  ])('HTTP %i with code %i is %s', (status, code, problem) => {
    const body = JSON.stringify({ error: true, code, message: 'no' });
    const read = () =>
      createAdapter().readReply(
        { method: 'PUT', path: '/', route: '/', draws: [], effect: 'idempotent' },
        { status, headers: {}, body },
      );
    expect(errorOf(read)).toMatchObject({
      code: problem,
      details: { upstream: { provider: 'sendbird', status, code } },
    });
  });
});

describe('an empty body', () => {
  const read = (method: 'DELETE' | 'PUT', status: number, body = '') =>
    createAdapter().readReply(
      { method, path: '/', route: '/', draws: [], effect: 'idempotent' },
      { status, headers: {}, body },
    );

  it.each([200, 204])('is a success of a DELETE with status %i', (status) => {
    expect(read('DELETE', status)).toEqual({});
    expect(read('DELETE', status, ' \r\n')).toEqual({});
  });

  it('is malformed where a payload is documented', () => {
    expect(() => read('PUT', 200)).toThrow('empty');
    expect(() => read('DELETE', 200, 'gone')).toThrow('not as documented');
  });
});

it('adds the token to every request, and a content type to requests with a body', () => {
  const [get] = runPlan(planOf('channel.get', { target: OPEN })).requests;
  const [put] = runPlan(
    planOf('channel.set', { target: OPEN, entries: [entry('a', '1')] }),
  ).requests;
  if (get === undefined || put === undefined) throw new Error('The plan has no request.');
  const context = { nowMs: 0, nonce: '1', requestId: '' };
  const headers = { Accept: 'application/json', 'Api-Token': 'token' };
  expect(createAdapter().sign(get, context)).toEqual({ method: 'GET', path: get.path, headers });
  expect(createAdapter().sign(put, context)).toEqual({
    method: 'PUT',
    path: put.path,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: put.body,
  });
});
