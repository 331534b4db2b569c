import { Buckets } from './buckets';

const RULES = {
  all: { limit: 100, windowMs: 1000 },
  group: { limit: 20, windowMs: 1000 },
};

describe('buckets', () => {
  it('draws from all quotas or from none', () => {
    const buckets = new Buckets();
    buckets.configure(RULES, 'sliding');
    buckets.count({ tokens: { all: 1, group: 20 } }, 0);
    expect(buckets.findExhausted({ tokens: { all: 1, group: 1 } }, 10)).toMatchObject({
      quota: 'group',
      remaining: 0,
      retryAfterMs: 990,
    });
    expect(buckets.findExhausted({ tokens: { all: 1 } }, 10)).toBeUndefined();
    expect(buckets.readings({ tokens: { all: 1 } }, 10)).toMatchObject([{ remaining: 99 }]);
  });

  it('keeps the count of quotas that a change of settings does not affect', () => {
    const buckets = new Buckets();
    buckets.configure(RULES, 'sliding');
    buckets.count({ tokens: { all: 60, group: 5 } }, 0);
    buckets.configure({ ...RULES, group: { limit: 10, windowMs: 1000 } }, 'sliding');
    expect(buckets.readings({ tokens: { all: 1, group: 1 } }, 1)).toMatchObject([
      { quota: 'all', remaining: 40 },
      { quota: 'group', remaining: 10 },
    ]);
  });

  describe('of a quota per channel', () => {
    const PER_CHANNEL = {
      ...RULES,
      channel: { limit: 2, windowMs: 1000, per: 'channel' },
    } as const;
    const call = (channel: string) => ({ tokens: { all: 1, channel: 1 }, channel });

    it('count each channel for itself, and the account as a whole', () => {
      const buckets = new Buckets();
      buckets.configure(PER_CHANNEL, 'sliding');
      for (const channel of ['one', 'one', 'two']) buckets.count(call(channel), 0);
      expect(buckets.findExhausted(call('one'), 10)).toMatchObject({
        quota: 'channel',
        retryAfterMs: 990,
      });
      expect(buckets.findExhausted(call('two'), 10)).toBeUndefined();
      expect(buckets.readings(call('two'), 10)).toMatchObject([
        { remaining: 97 },
        { remaining: 1 },
      ]);
    });

    it('forget a channel in which nothing counts', () => {
      const buckets = new Buckets();
      buckets.configure({ ...PER_CHANNEL, all: { limit: 1e6, windowMs: 1000 } }, 'sliding');
      const windows = jest.spyOn(Map.prototype, 'set');
      for (let index = 0; index < 10_000; index += 1) buckets.count(call(`c${index}`), index * 100);
      const sizes = windows.mock.contexts.map((map) => (map as Map<unknown, unknown>).size);
      windows.mockRestore();
      expect(Math.max(...sizes)).toBeLessThan(200);
    });

    it('refuse to count without a channel', () => {
      const buckets = new Buckets();
      buckets.configure(PER_CHANNEL, 'sliding');
      expect(() => {
        buckets.count({ tokens: { channel: 1 } }, 0);
      }).toThrow('without naming a channel');
    });
  });
});
