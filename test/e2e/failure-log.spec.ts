import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { recordLog } from '../support/gateway/log-lines';

const OPEN = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const MESSAGE =
  '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1/messages/273778828/metadata';

const log = recordLog('debug');
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({ logger: log.logger });
});
afterAll(() => gateway.close());
beforeEach(() => Promise.all(Object.values(gateway.sandboxes).map((one) => one.reset())));

const lineAfter = async (...call: Parameters<TestGateway['call']>) => {
  const { headers } = await gateway.call(...call);
  return log.ofRequest(headers.get('X-Request-Id') ?? '');
};

it("logs place, vendor route, the vendor's status, code and words, attempts, tokens and wait", async () => {
  await gateway.sandboxes.nexconn.faults({ route: '*', kind: 'status', status: 500 });
  const line = await lineAfter('PUT', `${OPEN}/secret-key`, { body: { value: 'secret-value' } });
  expect(line).toMatchObject({
    level: 'error',
    msg: 'request completed',
    client: 'sandbox',
    problem: expect.stringMatching(/^upstream-/),
    connection: 'nexconn-sandbox',
    operation: 'channel.set',
    place: 'open channel',
    vendor: { route: 'POST /chatroom/entry/set.json', provider: 'nexconn', status: 500 },
    waitedMs: expect.any(Number),
  });
  const { attempts, tokens } = line as { attempts: number; tokens: Record<string, number> };
  expect(attempts).toBeGreaterThan(0);
  const drawn = Object.values(tokens).reduce((sum, one) => sum + one, 0);
  expect(drawn).toBe(attempts);
  expect(JSON.stringify(line)).not.toMatch(/secret|kvchatroom2/);
});

it("logs the vendor's own code and cleaned words of a refusal", async () => {
  const line = await lineAfter('GET', MESSAGE.replace('273778828', '1'));
  expect(line).toMatchObject({
    level: 'info',
    problem: 'target-not-found',
    place: 'group message',
    operation: 'message.get',
    attempts: 1,
    vendor: {
      route: expect.stringContaining('GET /'),
      status: 400,
      code: expect.any(Number),
      message: expect.stringMatching(/\w/),
    },
  });
});

it('logs the quotas that were too full, and that no vendor call was made', async () => {
  await gateway.sandboxes.nexconn.faults({ route: '*', kind: 'throttle', times: 1 });
  const headers = { Prefer: 'wait=0' };
  await gateway.call('PUT', `${OPEN}/k`, { body: { value: 'v' }, headers });
  const line = await lineAfter('PUT', `${OPEN}/k`, { body: { value: 'v' }, headers });
  expect(line).toMatchObject({
    problem: 'quota-exhausted',
    violatedQuotas: ['open-channel.set'],
    retryAfterMs: expect.any(Number),
    attempts: 0,
    tokens: {},
  });
});

it('leaves the name of a connection that does not exist out of the log', async () => {
  const line = await lineAfter('GET', OPEN.replace('nexconn-sandbox', 'secret-name'));
  expect(line.problem).toBe('connection-not-found');
  expect(JSON.stringify(line)).not.toContain('secret-name');
});

it.each([
  ['/health/live', 'debug'],
  ['/health/ready', 'debug'],
  ['/metrics', 'debug'],
  ['/version', 'info'],
])('logs %s at level %s', async (path, level) => {
  expect((await lineAfter('GET', path)).level).toBe(level);
  expect((await lineAfter('DELETE', path)).level).toBe('info');
});
