import { checkConfig } from '../../src/bin/config-check';

const EXAMPLE = 'examples/gateway.yaml';
const ENV = {
  ORDERS_KEY_SHA256: 'a'.repeat(64),
  NEXCONN_APP_KEY: 'app-key',
  NEXCONN_APP_SECRET: 'canary-secret',
  SENDBIRD_APP_ID: 'app-id',
  SENDBIRD_API_TOKEN: 'canary-token',
};

it('says what a good file says, and no secret', () => {
  const { ok, text } = checkConfig(EXAMPLE, ENV);
  expect(ok).toBe(true);
  expect(text).toContain(`${EXAMPLE}: ok`);
  expect(text).toContain('API keys: orders');
  expect(text).toContain('group-message 15/1000 ms');
  expect(text).not.toContain('canary');
});

it('tells every fault of a bad one at once', () => {
  const { ok, text } = checkConfig(EXAMPLE, { ...ENV, PORT: 'many', ORDERS_KEY_SHA256: 'short' });
  expect(ok).toBe(false);
  expect(text).toContain('PORT');
  expect(text).toContain('sha256');
  expect(text).not.toContain('canary');
});
