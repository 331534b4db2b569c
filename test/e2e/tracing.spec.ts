import { Writable } from 'node:stream';
import { pino } from 'pino';
import { loadConfig, SANDBOX_KEY } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { startServer, type RunningServer } from '../../src/app/server';
import { startTelemetry } from '../../src/telemetry/start-telemetry';
import { createCall, type Call } from '../support/gateway/call';
import { startTraceCollector, type CollectedSpan } from '../support/process/trace-collector';
import { startTestSandbox, type TestSandbox } from '../support/vendor/sandbox';
import { headerOf } from '../support/vendor/wire';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';
const traceparent = `00-${TRACE_ID}-${PARENT_ID}-01`;
const SECRETS = [
  'sandbox-app-secret',
  SANDBOX_KEY,
  'the-value',
  'the-key',
  'group-001',
  'MSG-GROUP-1',
];
const PLACE = (connection: string) =>
  `/v1/connections/${connection}/channels/group/group-001/messages/MSG-GROUP-1/metadata/the-key`;

let sandbox: TestSandbox;
let collector: Awaited<ReturnType<typeof startTraceCollector>>;
let server: RunningServer;
let call: Call;
const environment = process.env;
let lines: Record<string, unknown>[];
let exportFailures: string[];
/** Closes the gateway, which exports the last spans, and returns all of them. */
let collectSpans: () => Promise<readonly CollectedSpan[]>;

async function start(variables: object): Promise<void> {
  const account = {
    provider: 'nexconn',
    ...PROVIDERS[0]?.sandboxExamples.settings,
    defaultActorId: 'u',
  };
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: {
      main: { ...account, baseUrls: [sandbox.url] },
      propagating: {
        ...account,
        baseUrls: [sandbox.url],
        sendTraceparent: true,
        vendorRoutes: [{ method: 'POST', path: '/v4/group-channel/message/send', draws: {} }],
      },
    },
  });
  lines = [];
  exportFailures = [];
  const log = new Writable({
    write(line: Buffer, _encoding, done) {
      lines.push(JSON.parse(line.toString()) as Record<string, unknown>);
      done();
    },
  });
  process.env = { ...environment, ...variables };
  server = await startServer(
    settings,
    pino({ level: 'info' }, log),
    startTelemetry(process.env, '1.2.3', (error) => exportFailures.push(error.message)),
  );
  call = createCall(server.url, SANDBOX_KEY);
  let closed = false;
  collectSpans = async () => {
    if (!closed) await server.close();
    closed = true;
    return collector.spans();
  };
}

beforeEach(async () => {
  sandbox = await startTestSandbox('nexconn');
  collector = await startTraceCollector();
});
afterEach(async () => {
  await collectSpans();
  process.env = environment;
  await collector.close();
  await sandbox.close();
});

const toCollector = (more: object = {}) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_METRICS_EXPORTER: 'none',
  ...more,
});

const write = (connection = 'main', headers = {}) =>
  call('PUT', PLACE(connection), { body: { value: 'the-value' }, headers });
const attributesOf = ({ attributes }: CollectedSpan) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
const withoutIds = (span: CollectedSpan | undefined) => span && attributesOf(span);

it('exports spans of a request, its wait for quota and its vendor call in the trace of the caller', async () => {
  await start(toCollector());
  const { status, headers } = await write('main', { traceparent });
  expect(status).toBe(200);
  const spans = await collectSpans();
  expect([...collector.paths]).toEqual(['POST /v1/traces application/json']);
  const [wait, vendor, request] = [1, 3, 2].map((kind) => spans.find((span) => span.kind === kind));
  expect(spans).toHaveLength(3);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE_ID]));
  expect(request?.parentSpanId).toBe(PARENT_ID);
  expect([wait?.parentSpanId, vendor?.parentSpanId]).toEqual([request?.spanId, request?.spanId]);
  expect(headers.get('traceresponse')).toBe(`00-${TRACE_ID}-${request?.spanId}-01`);
  expect(request?.name).toBe(`PUT ${String(withoutIds(request)?.['http.route'])}`);
  expect(withoutIds(request)).toMatchObject({
    'http.request.method': 'PUT',
    'http.response.status_code': 200,
    'gateway.client': 'sandbox',
  });
  expect(vendor?.name).toBe('POST /v4/message/metadata/set');
  expect(withoutIds(vendor)).toEqual({
    'http.request.method': 'POST',
    'url.template': '/v4/message/metadata/set',
    'http.response.status_code': 200,
    'gateway.connection': 'main',
    'gateway.provider': 'nexconn',
  });
  expect(withoutIds(wait)?.['gateway.quotas']).toEqual({
    values: [{ stringValue: 'message-metadata.set' }, { stringValue: 'group-message' }],
  });
  const everything = JSON.stringify(collector.batches);
  expect(everything).toContain('"chat-metadata-gateway"');
  for (const secret of SECRETS) expect(everything).not.toContain(secret);
  expect(lines.filter(({ msg }) => msg === 'request completed')).toEqual([
    expect.objectContaining({
      traceId: TRACE_ID,
      client: 'sandbox',
      requestId: expect.any(String),
    }),
  ]);
});

it('exports a span for every attempt, with the code of its failure', async () => {
  await start(toCollector());
  const route = '/v4/message/metadata/set';
  await sandbox.faults({ route, kind: 'throttle', times: 1 });
  expect((await write('main', { Prefer: 'wait=8' })).status).toBe(200);
  const calls = (await collectSpans()).filter(({ kind }) => kind === 3);
  expect(calls.map(withoutIds).map((found) => found?.['error.type'])).toEqual([
    'upstream-throttled',
    undefined,
  ]);
  expect(calls.map(({ status }) => status?.code)).toEqual([2, 0]);
  expect(withoutIds(calls[0])).toMatchObject({ 'gateway.vendor_code': 1008 });
});

it('logs the id that each attempt has at the vendor', async () => {
  await start({});
  await sandbox.faults({ route: '*', kind: 'throttle', times: 1 });
  expect((await write('main', { Prefer: 'wait=8' })).status).toBe(200);
  await collectSpans();
  const sent = sandbox.exchanges.map(({ request }) => headerOf(request, 'x-request-id'));
  expect(new Set(sent).size).toBe(2);
  expect(lines.find(({ msg }) => msg === 'request completed')).toMatchObject({
    vendorRequestIds: sent,
  });
});

it('links the span of a follower to the vendor call of its leader', async () => {
  await start(toCollector());
  const headers = { Prefer: 'wait=9' };
  const exhaustQuota = Array.from({ length: 20 }, (_, index) =>
    write('main', { ...headers, 'X-Actor-Id': `actor-${index}` }),
  );
  for (const { status } of await Promise.all(exhaustQuota)) expect(status).toBe(200);
  const mergedWrites = ['a', 'b'].map((key) =>
    call('PUT', `${PLACE('main')}-${key}`, { body: { value: 'the-value' }, headers }),
  );
  for (const { status } of await Promise.all(mergedWrites)) expect(status).toBe(200);
  const spans = await collectSpans();
  const followers = spans.filter(({ name }) => name === 'wait for merged call');
  expect(followers).toHaveLength(1);
  const [link] = followers[0]?.links ?? [];
  const leaderCall = spans.find(({ spanId }) => spanId === link?.spanId);
  expect(leaderCall).toMatchObject({ kind: 3, name: 'POST /v4/message/metadata/set' });
  expect(link?.traceId).toBe(leaderCall?.traceId);
  expect(followers[0]?.traceId).not.toBe(leaderCall?.traceId);
});

it('sends traceparent to a vendor only with sendTraceparent', async () => {
  await start(toCollector());
  await write('main', { traceparent });
  await write('propagating', { traceparent });
  const sent = sandbox.exchanges.map(({ request }) => headerOf(request, 'traceparent'));
  expect(sent).toEqual([undefined, expect.stringMatching(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`)]);
  const vendor = (await collectSpans()).filter(({ kind }) => kind === 3);
  expect(sent[1]?.split('-')[2]).toBe(vendor[1]?.spanId);
});

it("sends traceparent with a client's own vendor request, never the one of the client", async () => {
  await start(toCollector());
  const path = '/v1/connections/propagating/vendor/v4/group-channel/message/send';
  const body = { fromUserId: 'u', toChannelIds: ['g'], messageType: 'RC:TxtMsg', content: '{}' };
  await call('POST', path, { body, headers: { traceparent } });
  const [sent] = sandbox.exchanges.map(({ request }) => headerOf(request, 'traceparent'));
  const [vendor] = (await collectSpans()).filter(({ kind }) => kind === 3);
  expect(vendor?.name).toBe('POST /v4/group-channel/message/send');
  expect(sent).toBe(`00-${TRACE_ID}-${String(vendor?.spanId)}-01`);
});

it('exports nothing without an endpoint, but logs the trace id of the caller', async () => {
  await start({});
  const { headers } = await write('propagating', { traceparent });
  expect(headers.get('traceresponse')).toBeNull();
  expect(await collectSpans()).toEqual([]);
  expect(sandbox.exchanges.map(({ request }) => headerOf(request, 'traceparent'))).toEqual([
    undefined,
  ]);
  expect(lines.find(({ msg }) => msg === 'request completed')).toMatchObject({ traceId: TRACE_ID });
});

it.each([
  ['always_off', 0],
  ['always_on', 2],
  ['traceidratio', 0],
  ['parentbased_always_off', 1],
  ['parentbased_traceidratio', 1],
] as const)(
  'the sampler %s exports %i of a new trace and one that its caller samples',
  async (sampler, count) => {
    await start(toCollector({ OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: '0' }));
    await write('main');
    await write('main', { traceparent });
    const requests = (await collectSpans()).filter(({ kind }) => kind === 2);
    expect(requests).toHaveLength(count);
  },
);

it('exports protobuf by default, and the metrics of the registry under their names', async () => {
  await start({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${collector.url}/v1/metrics`,
    OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
  });
  await write();
  await collectSpans();
  expect([...collector.paths].sort()).toEqual([
    'POST /v1/metrics application/json',
    'POST /v1/traces application/x-protobuf',
  ]);
  const [batch] = collector.metrics();
  const found = (name: string) => batch?.find((metric) => metric.name === name);
  expect(found('gateway_quota_granted_tokens_total')?.sum).toMatchObject({ isMonotonic: true });
  expect(found('gateway_build_info')?.gauge?.dataPoints).toHaveLength(1);
  const [requests] = found('gateway_http_request_duration_seconds')?.histogram?.dataPoints ?? [];
  const counts = (requests?.bucketCounts ?? []).map(Number);
  expect(Number(requests?.count)).toBe(1);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
  expect(counts).toHaveLength((requests?.explicitBounds.length ?? 0) + 1);
});

it('reports and counts an export that fails', async () => {
  await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    OTEL_METRICS_EXPORTER: 'none',
  });
  await write();
  await collectSpans();
  expect(exportFailures).toEqual([expect.stringContaining('ECONNREFUSED')]);
});
