/** Vendors that cannot be reached: the cause is in the log and in a metric, and not in the problem. */
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly connection?: string;
  readonly cause?: string;
  readonly audit?: { readonly outcome: string; readonly applied: unknown };
}

const WARN = 40;
const lines: Line[] = [];
const logger = pino(
  { level: 'info' },
  { write: (line: string) => lines.push(JSON.parse(line) as Line) },
);

const CASES = [
  ['refused', 'ECONNREFUSED'],
  ['unknown-host', 'ENOTFOUND'],
  ['no-tls', 'ERR_SSL_'],
] as const;

let gateway: TestGateway;
beforeAll(async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const plain = createServer((socket) => socket.end('not TLS'))
    .listen(0, '127.0.0.1')
    .unref();
  await once(plain, 'listening');
  const urls = {
    refused: `http://127.0.0.1:${port}`,
    'unknown-host': 'http://host.invalid',
    'no-tls': `https://127.0.0.1:${(plain.address() as AddressInfo).port}`,
  };
  gateway = await startGateway({
    logger,
    connections: Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [name, { provider: 'sendbird', baseUrls: [url] }]),
    ),
  });
});
afterAll(() => gateway.close());

it.each(CASES)('%s: logs a warning with the cause, and counts it', async (connection, cause) => {
  const path = `/v1/connections/${connection}/channels/group/c/metadata/k`;
  const headers = { Prefer: 'wait=0' };
  const answer = await gateway.call('PUT', path, { body: { value: 'v' }, headers });
  await gateway.call('PUT', path, { body: { value: 'v' }, headers });
  expect(answer.body).toMatchObject({ code: 'upstream-unavailable', applied: 'no' });
  expect(answer.text).not.toContain(cause);
  const warnings = lines.filter((line) => line.level === WARN && line.connection === connection);
  expect(warnings).toHaveLength(1); // repetitions are logged once a minute
  expect(warnings[0]?.cause).toContain(cause);
  expect(JSON.stringify(warnings)).not.toMatch(/127\.0\.0\.1|host\.invalid|sandbox-api-token/);
  const { text } = await gateway.call('GET', '/metrics');
  expect(text).toMatch(
    new RegExp(
      `gateway_upstream_network_errors_total\\{connection="${connection}",[^}]*cause="${cause}`,
    ),
  );
  const audits = lines.flatMap(({ audit }) => audit ?? []);
  expect(audits.at(-1)).toMatchObject({ outcome: 'upstream-unavailable', applied: 'no' });
});
