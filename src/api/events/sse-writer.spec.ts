import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { SseWriter } from './sse-writer';

/** A response of a real HTTP server with its writer, and the reply as the reader gets it. */
async function connect() {
  const app = express();
  const server = createServer(app);
  const responded = new Promise<Response>((resolve) => {
    app.get('/', (_request, response) => {
      resolve(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const request = get({ port: (server.address() as AddressInfo).port });
  const response = await responded;
  const writer = new SseWriter(response);
  const [reader] = (await once(request, 'response')) as [IncomingMessage];
  return { writer, response, reader, close: () => server.close() };
}

const LARGE = 'x'.repeat(100_000);

it('waits for a slow reader instead of buffering without bound', async () => {
  const { writer, response, reader, close } = await connect();
  let written = 0;
  const writing = (async () => {
    for (; written < 500; written += 1) await writer.write('sample', LARGE);
    writer.end();
  })();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(written).toBeLessThan(500); // the operating system buffers the first events
  expect(response.writableLength).toBeLessThan(2 * LARGE.length);
  let bytes = 0;
  for await (const chunk of reader) bytes += (chunk as Buffer).length;
  await writing;
  expect(bytes).toBeGreaterThan(500 * LARGE.length);
  close();
});

it('resolves pending and later writes when the reader disconnects', async () => {
  const { writer, reader, close } = await connect();
  reader.destroy();
  for (let count = 0; count < 500; count += 1) await writer.write('sample', LARGE);
  writer.end();
  close();
});

it('writes the format of server-sent events', async () => {
  const { writer, reader, close } = await connect();
  await writer.write('sample', '{"a":1}', 7);
  writer.end();
  let text = '';
  for await (const chunk of reader) text += String(chunk);
  expect(text).toBe('retry: 2000\n\nid: 7\nevent: sample\ndata: {"a":1}\n\n');
  expect(reader.headers).toMatchObject({ 'content-type': expect.stringContaining('event-stream') });
  close();
});
