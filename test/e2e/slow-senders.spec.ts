/** Requests that never end are refused, and their connections are closed. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { SANDBOX_KEY } from '../../src/config';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const MESSAGE = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ server: { requestTimeoutMs: 2_000 } });
});
afterAll(() => gateway.close());

/** Short enough that no idle timeout ends the connection in between. */
const BYTE_INTERVAL_MS = 500;

/** Sends `start`, then `byte` again and again until the gateway closes. @returns all that it replied */
async function sendSlowly(start: string, byte: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(start);
  const interval = setInterval(() => socket.write(byte), BYTE_INTERVAL_MS);
  let reply = '';
  socket.on('data', (chunk: Buffer) => (reply += chunk.toString()));
  socket.on('error', () => undefined); // the gateway closes while the test still sends
  await once(socket, 'close');
  clearInterval(interval);
  return reply;
}

/** The header of a call with credentials; `rest` has more headers and the first part of the body. */
const head = (line: string, type: string, rest: string): string =>
  [
    `${line} HTTP/1.1`,
    'Host: gateway',
    `Authorization: Bearer ${SANDBOX_KEY}`,
    `Content-Type: ${type}`,
    rest,
  ].join('\r\n');

function expectTimeoutProblem(reply: string): void {
  const [header = '', body = '{}'] = reply.split('\r\n\r\n');
  expect(header).toMatch(/^HTTP\/1\.1 408 /);
  expect(header.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status: 408, code: 'invalid-request' });
}

it('refuses a request that never ends with 408, and cuts a reply that has begun', async () => {
  const { connection, channelType, channelId, messageId } = MESSAGE;
  const path = `/v1/connections/${connection}/channels/${channelType}/${channelId}/messages/${messageId}/metadata/k`;
  const operation = `${JSON.stringify({ id: '1', ...MESSAGE, verb: 'get' })}\n`;
  const size = operation.length.toString(16);
  const chunk = `Transfer-Encoding: chunked\r\n\r\n${size}\r\n${operation}\r\n`;
  const [slowHead, slowBody, slowBatch] = await Promise.all([
    sendSlowly('GET /health/live HTTP/1.1\r\nHost: gateway\r\nX-Slow: ', 'a'),
    sendSlowly(
      head(`PUT ${path}`, 'application/json', 'Content-Length: 1000\r\n\r\n{"value":"'),
      'a',
    ),
    sendSlowly(head('POST /v1/batch', 'application/x-ndjson', chunk), '1\r\n \r\n'),
  ]);
  expectTimeoutProblem(slowHead);
  expectTimeoutProblem(slowBody);
  expect(slowBatch).toMatch(/^HTTP\/1\.1 200 /);
  expect(slowBatch).toContain('{"id":"1","status":200,');
  expect(slowBatch.slice(1)).not.toContain('HTTP/1.1');
  expect(slowBatch).not.toContain('"done"');
  expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(1);
  expect((await gateway.call('GET', '/health/live')).status).toBe(200);
}, 120_000);
