/** Vendors that cannot be reached: the cause is in the log and in a metric, and not in the problem. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { makeCertificate } from '../support/process/make-certificate';
import { listen, type Listening } from '../support/vendor/listen';

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
  ['untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
] as const;

let gateway: TestGateway;
let untrusted: Listening;
let requests = 0;

/** Starts a vendor whose certificate is signed by an authority that the gateway does not know. */
function startUntrusted(): Promise<Listening> {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const { cert, key } = makeCertificate(folder);
  const files = { cert: readFileSync(cert), key: readFileSync(key) };
  rmSync(folder, { recursive: true });
  return listen(createTlsServer(files, () => (requests += 1)));
}

beforeAll(async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const plain = createServer((socket) => socket.end('not TLS'))
    .listen(0, '127.0.0.1')
    .unref();
  await once(plain, 'listening');
  untrusted = await startUntrusted();
  const urls = {
    refused: `http://127.0.0.1:${port}`,
    'unknown-host': 'http://host.invalid',
    'no-tls': `https://127.0.0.1:${(plain.address() as AddressInfo).port}`,
    untrusted: untrusted.url.replace('http://127.0.0.1', 'https://localhost'),
  };
  gateway = await startGateway({
    logger,
    connections: Object.fromEntries(
      Object.entries(urls).map(([name, url]) => [
        name,
        { provider: 'sendbird', baseUrls: [url], allowInsecure: url.startsWith('http:') },
      ]),
    ),
  });
});
afterAll(async () => {
  await gateway.close();
  await untrusted.close();
});

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

it('sends no request to a vendor with an untrusted certificate', () => {
  expect(requests).toBe(0);
});
