/** Callers who never come to an end: they are told so, and keep no connection. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { startGateway, type TestGateway } from '../support/gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** Sends a byte more every so often, as slowly as nothing times out in between. */
const DRIP_MS = 500;

it('ends a head that never does with 408 and a problem document', async () => {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /health/live HTTP/1.1\r\nHost: gateway\r\nX-Slow: ');
  const drip = setInterval(() => socket.write('a'), DRIP_MS);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.on('error', () => undefined); // it is cut while we still send
  await once(socket, 'close');
  clearInterval(drip);
  const [head = '', body = '{}'] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 408 /);
  expect(head.toLowerCase()).toContain('content-type: application/problem+json');
  expect(JSON.parse(body)).toMatchObject({ status: 408, code: 'invalid-request' });
  expect((await gateway.call('GET', '/health/live')).status).toBe(200);
}, 120_000);
