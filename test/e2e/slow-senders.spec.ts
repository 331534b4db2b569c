/** Callers who never come to an end: they are told so, and keep no connection. */
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

/** Sends a byte more every so often, as slowly as nothing times out in between. */
const DRIP_MS = 500;

/** Sends this, and then one byte after the other, until it is cut. @returns what was answered */
async function slowly(begun: string, byte: string): Promise<string> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(begun);
  const drip = setInterval(() => socket.write(byte), DRIP_MS);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined); // it is cut while we still send
  await once(socket, 'close');
  clearInterval(drip);
  return answer;
}

/** The head of a call with credentials, and what of its body comes at once. */
const head = (line: string, type: string, rest: string): string =>
  [
    `${line} HTTP/1.1`,
    'Host: gateway',
    `Authorization: Bearer ${SANDBOX_KEY}`,
    `Content-Type: ${type}`,
    rest,
  ].join('\r\n');

function expectTooSlow(answer: string): void {
  const [top = '', body = '{}'] = answer.split('\r\n\r\n');
  expect(top).toMatch(/^HTTP\/1\.1 408 /);
  expect(top.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status: 408, code: 'invalid-request' });
}

it('ends what never does with 408 and a problem document, and an answer that has begun as it is', async () => {
  const { connection, channelType, channelId, messageId } = MESSAGE;
  const path = `/v1/connections/${connection}/channels/${channelType}/${channelId}/messages/${messageId}/metadata/k`;
  const operation = `${JSON.stringify({ id: '1', ...MESSAGE, verb: 'get' })}\n`;
  const size = operation.length.toString(16);
  const chunk = `Transfer-Encoding: chunked\r\n\r\n${size}\r\n${operation}\r\n`;
  const [slowHead, slowBody, slowBatch] = await Promise.all([
    slowly('GET /health/live HTTP/1.1\r\nHost: gateway\r\nX-Slow: ', 'a'),
    slowly(head(`PUT ${path}`, 'application/json', 'Content-Length: 1000\r\n\r\n{"value":"'), 'a'),
    slowly(head('POST /v1/batch', 'application/x-ndjson', chunk), '1\r\n \r\n'),
  ]);
  expectTooSlow(slowHead);
  expectTooSlow(slowBody);
  expect(slowBatch).toMatch(/^HTTP\/1\.1 200 /);
  expect(slowBatch).toContain('{"id":"1","status":200,');
  expect(slowBatch.slice(1)).not.toContain('HTTP/1.1');
  expect(slowBatch).not.toContain('"done"');
  expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(1);
  expect((await gateway.call('GET', '/health/live')).status).toBe(200);
}, 120_000);
