import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { SseWriter } from './sse-writer';

/** An answer and its reader on a real socket. */
async function connected() {
  const app = express();
  const server = createServer(app);
  const answering = new Promise<Response>((resolve) => {
    app.get('/', (_request, response) => {
      resolve(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const asking = get({ port: (server.address() as AddressInfo).port });
  const response = await answering;
  const lines = new SseWriter(response);
  const [reader] = (await once(asking, 'response')) as [IncomingMessage];
  return { lines, response, reader, close: () => server.close() };
}

const LARGE = 'x'.repeat(100_000);

it('waits for a slow reader instead of keeping what it has not read', async () => {
  const { lines, response, reader, close } = await connected();
  let written = 0;
  const writing = (async () => {
    for (; written < 500; written += 1) await lines.write('sample', LARGE);
    lines.end();
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(written).toBeLessThan(500); // the system's own buffers hold some
  expect(response.writableLength).toBeLessThan(2 * LARGE.length);
  let bytes = 0;
  for await (const chunk of reader) bytes += (chunk as Buffer).length;
  await writing;
  expect(bytes).toBeGreaterThan(500 * LARGE.length);
  close();
});

it('stops where the reader hangs up', async () => {
  const { lines, reader, close } = await connected();
  reader.destroy();
  for (let count = 0; count < 500; count += 1) await lines.write('sample', LARGE);
  lines.end();
  close();
});

it('speaks the format', async () => {
  const { lines, reader, close } = await connected();
  await lines.write('sample', '{"a":1}', 7);
  lines.end();
  let text = '';
  for await (const chunk of reader) text += String(chunk);
  expect(text).toBe('retry: 2000\n\nid: 7\nevent: sample\ndata: {"a":1}\n\n');
  expect(reader.headers).toMatchObject({ 'content-type': expect.stringContaining('event-stream') });
  close();
});
