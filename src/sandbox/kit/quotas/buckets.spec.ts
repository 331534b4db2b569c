import { Buckets } from './buckets';

const RULES = {
  all: { limit: 100, windowMs: 1000 },
  group: { limit: 20, windowMs: 1000 },
};

describe('buckets', () => {
  it('draws from all quotas or from none', () => {
    const buckets = new Buckets();
    buckets.configure(RULES, 'sliding');
    buckets.count({ all: 1, group: 20 }, 0);
    expect(buckets.findExhausted({ all: 1, group: 1 }, 10)).toMatchObject({
      quota: 'group',
      remaining: 0,
      retryAfterMs: 990,
    });
    expect(buckets.findExhausted({ all: 1 }, 10)).toBeUndefined();
    expect(buckets.readings({ all: 1 }, 10)).toMatchObject([{ remaining: 99 }]);
  });

  it('keeps the count of quotas that a change of settings does not affect', () => {
    const buckets = new Buckets();
    buckets.configure(RULES, 'sliding');
    buckets.count({ all: 60, group: 5 }, 0);
    buckets.configure({ ...RULES, group: { limit: 10, windowMs: 1000 } }, 'sliding');
    expect(buckets.readings({ all: 1, group: 1 }, 1)).toMatchObject([
      { quota: 'all', remaining: 40 },
      { quota: 'group', remaining: 10 },
    ]);
  });
});
