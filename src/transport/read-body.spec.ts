import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readBody, TooLarge } from './read-body';

async function replyWith(body: Buffer, encoding: string): Promise<http.IncomingMessage> {
  const server = http.createServer((_, outgoing) => {
    outgoing.writeHead(200, { 'Content-Encoding': encoding }).end(body);
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const outgoing = http.get({ port: (server.address() as AddressInfo).port, agent: false });
  const [reply] = (await once(outgoing, 'response')) as [http.IncomingMessage];
  return reply;
}

describe('readBody', () => {
  it('counts decompressed bytes, and stops inflating at the cap', async () => {
    const bomb = await replyWith(gzipSync(Buffer.alloc(50_000_000)), 'gzip');
    const before = process.memoryUsage().arrayBuffers;
    await expect(readBody(bomb, 10_000)).rejects.toThrow(TooLarge);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
    expect(bomb.destroyed).toBe(true);
  });

  it('takes a body of exactly the cap', async () => {
    const reply = await replyWith(gzipSync(Buffer.alloc(10_000, 'x')), 'gzip');
    expect((await readBody(reply, 10_000)).toString()).toBe('x'.repeat(10_000));
  });

  it('leaves an encoding that nobody asked for alone', async () => {
    expect((await readBody(await replyWith(Buffer.from('as is'), 'zstd'), 10)).toString()).toBe(
      'as is',
    );
  });
});
