import { networkOf } from './network-of';
import { FailureDelays } from './failure-delays';

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:1:2::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['<script>', 'unknown'],
    [undefined, 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('Penalties', () => {
  let nowMs = 0;
  let penalties: FailureDelays;
  const fail = (address: string, times: number): number => {
    let forMs = 0;
    for (let i = 0; i < times; i += 1) forMs = penalties.fail(address);
    return forMs;
  };
  beforeEach(() => {
    nowMs = 0;
    penalties = new FailureDelays(() => nowMs);
  });

  it('leave a few failures alone and then grow, up to a bound', () => {
    expect(fail('192.0.2.1', 10)).toBe(0);
    expect(fail('192.0.2.1', 1)).toBe(25);
    expect(fail('192.0.2.1', 1)).toBe(50);
    expect(fail('192.0.2.1', 10_000)).toBe(5_000);
  });

  it('are for one network alone', () => {
    fail('192.0.2.1', 1_000);
    expect(fail('192.0.2.2', 1)).toBe(0);
    fail('2001:db8::1', 1_000);
    expect(fail('2001:db8::2', 1)).toBe(5_000);
  });

  it('are forgotten with time', () => {
    fail('192.0.2.1', 1_000);
    nowMs = 100_000;
    expect(fail('192.0.2.1', 1)).toBeLessThan(3_000);
    nowMs = 400_000;
    expect(fail('192.0.2.1', 1)).toBe(0);
  });

  it('let one who waits for each answer try about once a second in the end', () => {
    let tries = 0;
    for (; nowMs < 600_000; tries += 1) nowMs += 1 + penalties.fail('192.0.2.1');
    expect(tries).toBeGreaterThan(500);
    expect(tries).toBeLessThan(700);
  });

  it('remember ten thousand networks and no more', () => {
    fail('192.0.2.1', 1_000);
    for (let i = 0; i < 9_999; i += 1) penalties.fail(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(fail('192.0.2.1', 1)).toBe(5_000);
    for (let i = 0; i < 10_000; i += 1)
      penalties.fail(`11.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    expect(fail('192.0.2.1', 1)).toBe(0);
  });

  it('hold a thousand answers and no more: the oldest goes out', () => {
    const answered: number[] = [];
    const forget = Array.from({ length: 1_002 }, (_, index) =>
      penalties.hold(60_000, () => answered.push(index)),
    );
    expect(answered).toEqual([0, 1]);
    for (const one of forget) one();
    expect(answered).toEqual([0, 1]);
  });
});
