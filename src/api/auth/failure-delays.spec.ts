import { FailureDelays, networkOf } from './failure-delays';

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
  ])('maps %s to %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('FailureDelays', () => {
  let nowMs = 0;
  let delays: FailureDelays;
  /** The delay after the last of `times` failures. */
  const fail = (address: string, times: number): number => {
    let delayMs = 0;
    for (let i = 0; i < times; i += 1) delayMs = delays.recordFailure(address);
    return delayMs;
  };
  beforeEach(() => {
    nowMs = 0;
    delays = new FailureDelays(() => nowMs);
  });

  it('does not delay the first failures, then delays more and more up to a maximum', () => {
    expect(fail('192.0.2.1', 10)).toBe(0);
    expect(fail('192.0.2.1', 1)).toBe(25);
    expect(fail('192.0.2.1', 1)).toBe(50);
    expect(fail('192.0.2.1', 10_000)).toBe(5_000);
  });

  it('counts each network separately', () => {
    fail('192.0.2.1', 1_000);
    expect(fail('192.0.2.2', 1)).toBe(0);
    fail('2001:db8::1', 1_000);
    expect(fail('2001:db8::2', 1)).toBe(5_000);
  });

  it('forgets failures over time', () => {
    fail('192.0.2.1', 1_000);
    nowMs = 100_000;
    expect(fail('192.0.2.1', 1)).toBeLessThan(3_000);
    nowMs = 400_000;
    expect(fail('192.0.2.1', 1)).toBe(0);
  });

  it('slows a client that waits for each reply down to about one try a second', () => {
    let tries = 0;
    for (; nowMs < 600_000; tries += 1) nowMs += 1 + delays.recordFailure('192.0.2.1');
    expect(tries).toBeGreaterThan(500);
    expect(tries).toBeLessThan(700);
  });

  it('remembers the ten thousand networks with the latest failures', () => {
    const failFromNetworks = (first: number, count: number): void => {
      for (let i = 0; i < count; i += 1)
        delays.recordFailure(`${first}.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    };
    fail('192.0.2.1', 1_000);
    failFromNetworks(10, 9_999);
    expect(fail('192.0.2.1', 1)).toBe(5_000);
    failFromNetworks(11, 9_999);
    expect(fail('192.0.2.1', 1)).toBe(5_000);
    failFromNetworks(12, 10_000);
    expect(fail('192.0.2.1', 1)).toBe(0);
  });

  it('delays a thousand replies at once; one more sends the oldest', () => {
    const sent: number[] = [];
    const cancellations = Array.from({ length: 1_002 }, (_, index) =>
      delays.delay(60_000, () => sent.push(index)),
    );
    expect(sent).toEqual([0, 1]);
    for (const cancel of cancellations) cancel();
    expect(sent).toEqual([0, 1]);
  });
});
