import { gzipSync } from 'node:zlib';
import { decompress, BodyTooLarge } from './decompress';

describe('decompress', () => {
  it('stops decompressing at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    await expect(decompress(bomb, 'gzip', 10_000)).rejects.toThrow(BodyTooLarge);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it('accepts a body of exactly the limit', async () => {
    const body = gzipSync(Buffer.alloc(10_000, 'x'));
    expect((await decompress(body, 'GZIP', 10_000)).toString()).toBe('x'.repeat(10_000));
  });

  it('returns a body with an unknown encoding unchanged', async () => {
    expect((await decompress(Buffer.from('as is'), 'zstd', 10)).toString()).toBe('as is');
  });
});
