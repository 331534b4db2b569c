/** Whole replies that are not as a vendor documents them, such as those of a proxy in front of it. */
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { createTransport } from './transport';

const TIMEOUTS = { connectMs: 5_000, totalMs: 5_000 };

/** Sends a request to a server that writes these bytes, and closes the connection. */
async function sendTo(reply: string, method = 'GET') {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined).on('data', () => socket.end(Buffer.from(reply, 'latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const transport = createTransport({
    baseUrls: [url],
    timeouts: TIMEOUTS,
    keepAlive: { idleMs: 1_000, maxUses: 2 },
    maxReplyBytes: 1_000,
  });
  try {
    return await transport.send({ method, path: '/', headers: {} });
  } finally {
    transport.close();
    server.close();
  }
}

const replyOf = (status: string, ...lines: readonly string[]) =>
  [`HTTP/1.1 ${status}`, 'Connection: close', ...lines].join('\r\n');

it.each([
  ['a failure in another charset', replyOf('502 X', '', '\xe9'), 502],
  [
    'informational replies first',
    'HTTP/1.1 103 X\r\nLink: x\r\n\r\n' + replyOf('200 X', '', 'x'),
    200,
  ],
  ['an encoding that was not asked for', replyOf('200 X', 'Content-Encoding: zstd', '', 'x'), 200],
  ['a redirect, which is not followed', replyOf('302 X', 'Location: /other', '', ''), 302],
  ['no content', replyOf('204 X', '', ''), 204],
])('passes on %s', async (_, reply, status) => {
  expect(await sendTo(reply)).toMatchObject({ status });
});

it('fails for a success in another charset, whose values would be wrong', async () => {
  await expect(sendTo(replyOf('200 X', '', '"\xe9"'))).rejects.toMatchObject({ kind: 'not-utf8' });
});

it.each([
  ['HEAD', '200 X', 'Content-Length: 100'],
  ['GET', '200 X', 'Content-Length: 0'],
  ['DELETE', '204 X', 'X: y'],
])('passes on an empty reply that names an encoding: %s, %s', async (method, status, line) => {
  const reply = replyOf(status, line, 'Content-Encoding: gzip', '', '');
  const expected = { status: Number.parseInt(status), body: '' };
  expect(await sendTo(reply, method)).toMatchObject(expected);
});
