import { checkConfig } from '../../src/bin/config-check';

const EXAMPLE_PATH = 'examples/gateway.yaml';
const ENV = {
  ORDERS_KEY_SHA256: 'a'.repeat(64),
  NEXCONN_APP_KEY: 'app-key',
  NEXCONN_APP_SECRET: 'secret-canary-app-secret',
  SENDBIRD_APP_ID: 'app-id',
  SENDBIRD_API_TOKEN: 'secret-canary-token',
  STREAM_API_KEY: 'api-key',
  STREAM_API_SECRET: 'secret-canary-api-secret',
};

it('summarizes a valid file without its secrets', () => {
  const { ok, text } = checkConfig(EXAMPLE_PATH, ENV);
  expect(ok).toBe(true);
  expect(text).toContain(`${EXAMPLE_PATH}: ok`);
  expect(text).toContain('API keys: orders');
  expect(text).toContain('group-message 15/1000 ms');
  expect(text).not.toContain('secret-canary');
});

it('reports all faults of an invalid file at once', () => {
  const { ok, text } = checkConfig(EXAMPLE_PATH, {
    ...ENV,
    PORT: 'many',
    ORDERS_KEY_SHA256: 'short',
  });
  expect(ok).toBe(false);
  expect(text).toContain('PORT');
  expect(text).toContain('sha256');
  expect(text).not.toContain('secret-canary');
});

it('reports faults of the file and of the variables of OpenTelemetry at once', () => {
  const telemetry = { OTEL_TRACES_SAMPLER: 'sometimes', OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' };
  expect(checkConfig(EXAMPLE_PATH, { ...ENV, ...telemetry })).toMatchObject({ ok: false });
  const { text } = checkConfig(EXAMPLE_PATH, { ...ENV, ...telemetry, PORT: 'many' });
  for (const name of ['PORT', ...Object.keys(telemetry)]) expect(text).toContain(`${name}: must`);
});
