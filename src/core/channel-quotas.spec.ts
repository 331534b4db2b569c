import { drawsByQuota, throttledQuotas, withChannel } from './channel-quotas';
import type { Quota } from './quota';
import type { UpstreamRequest } from './upstream';

const terms = { limit: 5, windowMs: 1000, unit: 'requests', source: 'Rate limits' } as const;
const QUOTAS: readonly Quota[] = [
  { ...terms, name: 'calls' },
  { ...terms, name: 'writes', per: 'channel' },
];
const requestOf = (...draws: UpstreamRequest['draws']): UpstreamRequest => ({
  method: 'PUT',
  path: '/',
  route: '/',
  effect: 'idempotent',
  draws,
});
const calls = { quota: 'calls', tokens: 1 };
const writes = { quota: 'writes', tokens: 1 };

describe('the draws of a request', () => {
  it('get the channel of the call where a quota per channel names none', () => {
    const own = { ...writes, channel: 'own' };
    expect(withChannel(requestOf(calls, writes, own), QUOTAS, 'c1').draws).toEqual([
      calls,
      { ...writes, channel: 'c1' },
      own,
    ]);
  });

  it('stay as they are without such a quota', () => {
    const request = requestOf(calls);
    expect(withChannel(request, QUOTAS, 'c1')).toBe(request);
  });

  it('are shown without their channels', () => {
    expect(
      drawsByQuota([{ ...writes, channel: 'c1' }, { ...writes, channel: 'c2' }, calls]),
    ).toEqual([{ quota: 'writes', tokens: 2 }, calls]);
    expect(drawsByQuota([{ ...writes, channel: 'c1' }])).toEqual([writes]);
  });

  it('are added up where two are on one quota', () => {
    expect(drawsByQuota([writes, calls, writes])).toEqual([{ quota: 'writes', tokens: 2 }, calls]);
    expect(drawsByQuota([writes, calls])).toEqual([writes, calls]);
  });
});

describe('the quotas that a throttle concerns', () => {
  const draws = [calls, { ...writes, channel: 'c1' }];

  it('are those of the account if the provider names none', () => {
    expect(throttledQuotas(draws, undefined)).toEqual([calls]);
    expect(throttledQuotas(draws.slice(1), undefined)).toEqual(draws.slice(1));
  });

  it('are those that the provider names, with the channel of the call', () => {
    expect(throttledQuotas(draws, ['writes'])).toEqual([draws[1]]);
    expect(throttledQuotas(draws, ['calls', 'others'])).toEqual([calls, { quota: 'others' }]);
  });
});
