import { DEFAULT_PLAN, PLAN_NAMES, quotas, throttled } from './rate-limits';

it("answers 429 with the vendor's text and headers, in fractional seconds", () => {
  const reply = throttled({
    quota: 'metaarray.update',
    limit: 10,
    windowMs: 1000,
    remaining: 0,
    retryAfterMs: 69.786548614502,
    resetMs: 969.78664398193,
  });
  expect(reply).toEqual({
    status: 429,
    reason: 'TOO MANY REQUESTS',
    headers: {
      'X-RateLimit-Limit': '10;w=1',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '0.969786644',
      'X-RateLimit-RetryAfter': '0.069786549',
    },
    body: {
      message:
        'Too many requests (scope: app, limit: 10;w=1, remaining: 0, retry_after: 0.069786549s, reset: 0.969786644s)',
      code: 500910,
      error: true,
    },
  });
});

it('formats short waits without an exponent', () => {
  const { headers } = throttled({
    quota: 'message.get',
    limit: 1,
    windowMs: 1000,
    remaining: 0,
    retryAfterMs: 0.0001,
    resetMs: 0,
  });
  expect(headers?.['X-RateLimit-RetryAfter']).toBe('0.000000100');
});

it.each([
  ['free-trial', 10, 5],
  ['5k-mau', 60, 10],
  ['10k-mau', 100, 20],
  ['25k-mau', 200, 40],
  ['50k-mau', 400, 100],
  ['100k-mau', 600, 200],
])('limits the plan %s to %i reads and %i writes per second', (plan, reads, writes) => {
  const rules = quotas(plan);
  expect(PLAN_NAMES).toContain(plan);
  for (const [name, rule] of Object.entries(rules)) {
    const route = name.replace('.open-channels', '');
    const strict = ['message.send', 'group-channel.create'].includes(route);
    const limit = /^get$|\.(get|list|count)$/.test(route) ? reads : writes;
    expect([name, rule]).toEqual([name, { limit: strict ? 5 : limit, windowMs: 1000 }]);
  }
});

it('uses the default plan if none is given', () => {
  expect(quotas(undefined)).toEqual(quotas(DEFAULT_PLAN));
});
