import { gzipSync } from 'node:zlib';
import { decoded, TooLarge } from './decoded';

describe('decoded', () => {
  it('counts decompressed bytes, and stops inflating at the cap', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    await expect(decoded(bomb, 'gzip', 10_000)).rejects.toThrow(TooLarge);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it('takes a body of exactly the cap', async () => {
    const body = gzipSync(Buffer.alloc(10_000, 'x'));
    expect((await decoded(body, 'GZIP', 10_000)).toString()).toBe('x'.repeat(10_000));
  });

  it('leaves an encoding that nobody asked for alone', async () => {
    expect((await decoded(Buffer.from('as is'), 'zstd', 10)).toString()).toBe('as is');
  });
});
