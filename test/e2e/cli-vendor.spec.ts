/** The command-line tool calls the vendor through the gateway, and takes leases. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { runTool } from '../support/process/run-tool';
import { startListedVendor, type ListedVendor } from '../support/vendor/listed-vendor';

let vendor: ListedVendor;
let gateway: TestGateway;

beforeAll(async () => {
  vendor = await startListedVendor();
  gateway = await startGateway({ connections: { own: vendor.connection } });
});
beforeEach(() => {
  vendor.received.splice(0);
  vendor.reply = { status: 200, type: 'application/json', body: '{"id": 12345678901234567890}\n' };
});
afterAll(async () => {
  await gateway.close();
  await vendor.close();
});

/** The calls that the vendor has received, a line each. */
const received = (): string[] =>
  vendor.received.map(({ method, url, type, body }) =>
    [method, url, type ?? '', body.toString()].join(' '),
  );
const tool = (...args: string[]) => runTool(args, { url: gateway.url });
const onTerminal = (...args: string[]) => runTool(args, { url: gateway.url, isTTY: true });

describe('vendor', () => {
  it('sends the body and prints the reply, large numbers included', async () => {
    const { code, out, err } = await tool(
      ...['vendor', 'own', 'POST', '/v3/a%20b/messages?x=1', '--data', '{"a":1}'],
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(
      '{"status":200,"type":"application/json","body":{"id": 12345678901234567890}}\n',
    );
    expect(received()).toEqual(['POST /v3/a%20b/messages?x=1 application/json {"a":1}']);
  });

  it('reads the body from a file', async () => {
    const args = ['vendor', 'own', 'POST', '/v3/a/messages', '--type', 'application/x'];
    await tool(...args, '--data', `@${__filename}`);
    expect(received()[0]).toContain('POST /v3/a/messages application/x /** The command-line tool');
    expect(await onTerminal(...args, '--data', '@/nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ENOENT'),
    });
  });

  it.each<[string, Buffer | string, object, string]>([
    ['a text', 'a\u001b[2J', { text: 'a\u001b[2J' }, 'a\\u{1b}[2J'],
    ['bytes', Buffer.from([0xff, 0]), { base64: '/wA=' }, '2 bytes; --json shows them.'],
    ['nothing', '', {}, ''],
  ])(
    'prints a reply of %s, and exits with 1 if the vendor refuses',
    async (_, body, json, text) => {
      vendor.reply = { status: 400, type: 'text/x', body };
      const call = ['vendor', 'own', 'GET', '/v3/users/a'];
      const { code, out } = await tool(...call);
      expect([code, JSON.parse(out)]).toEqual([1, { status: 400, type: 'text/x', ...json }]);
      expect((await onTerminal(...call)).out).toBe(`HTTP 400, text/x\n${text && `${text}\n`}`);
    },
  );

  it('shows the request with --dry-run', async () => {
    const call = ['vendor', 'own', 'POST', '/v3/a/messages', '--data', '{}', '--dry-run'];
    expect(JSON.parse((await tool(...call)).out)).toMatchObject({
      steps: [{ url: `${vendor.url}/v3/a/messages`, draws: [{ quota: 'post', tokens: 1 }] }],
    });
    expect((await onTerminal(...call)).out).toContain('draws 1 of post');
    expect(received()).toEqual([]);
  });

  it('sends calls with the same idempotency key once', async () => {
    const call = ['vendor', 'own', 'POST', '/v3/a/messages', '--idempotency-key', 'k'];
    const [first, second] = [await tool(...call), await tool(...call)];
    expect(second.out).toBe(first.out);
    expect(received()).toEqual(['POST /v3/a/messages  ']);
  });
});

describe('lease', () => {
  it('takes tokens and ends the lease', async () => {
    const { code, out } = await tool('lease', 'take', 'own', 'post=2', 'get', '--hold', '60');
    const { lease, draws } = JSON.parse(out) as { lease: string; draws: unknown };
    expect([code, draws]).toEqual([
      0,
      [
        { quota: 'post', tokens: 2 },
        { quota: 'get', tokens: 1 },
      ],
    ]);
    const end = ['lease', 'end', 'own', lease, '--unsent'];
    expect(JSON.parse((await tool(...end)).out)).toEqual({ lease, outcome: 'unsent' });
    expect(await tool(...end)).toMatchObject({
      code: 1,
      err: expect.stringContaining('lease-not-found'),
    });
  });

  it('shows text on a terminal', async () => {
    const { out } = await onTerminal('lease', 'take', 'own', 'post');
    expect(out).toMatch(/^Lease [\w-]+, until \d{4}-.+Z\n {2}1 of post\n$/);
    const [, lease = ''] = /^Lease ([\w-]+)/.exec(out) ?? [];
    expect((await onTerminal('lease', 'end', 'own', lease)).out).toBe('The lease has ended.\n');
  });
});

it.each<[string[], number, string]>([
  [['vendor', 'own', 'GET', '/v3/none'], 1, '404 route-not-found: '],
  [['vendor', 'own', 'FETCH', '/v3/users/a'], 2, 'Allowed choices are GET, HEAD, OPTIONS, POST'],
  [['vendor', 'own', 'GET', '/../leases'], 2, 'no ".." segment'],
  [['vendor', 'own', 'GET', 'v3/users/a'], 2, 'must begin with a slash'],
  [['lease', 'take', 'own', 'post=two'], 2, 'Expected QUOTA or QUOTA=TOKENS.'],
  [['lease', 'take', 'own', 'none'], 1, 'must be one of '],
  [['lease', 'take', 'own'], 2, "missing required argument 'draws'"],
  [['lease', 'end', 'own', 'none'], 1, '404 lease-not-found: '],
])('%j exits with %i', async (args, code, message) => {
  const ended = await onTerminal(...args);
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toContain(message);
});

it('has help with examples', async () => {
  expect((await tool('vendor', '--help')).out).toContain('$ chat-metadata vendor main POST /v4/');
  expect((await tool('lease', '--help')).out).toContain('$ chat-metadata lease end main');
});

it.each([
  [
    ['lease', ''],
    ['take', 'end', 'help'],
  ],
  [['lease', 'take', 'o'], ['own']],
  [['lease', 'take', 'own', 'post'], ['post']],
  [['vendor', 'o'], ['own']],
  [
    ['vendor', 'own', 'P'],
    ['POST', 'PUT', 'PATCH'],
  ],
  [
    ['vendor', 'own', 'GET', '/v3/users/a', '--d'],
    ['--data', '--dry-run'],
  ],
])('offers for %j %j', async (words, offered) => {
  expect((await tool('complete', '--', ...words)).out.split('\n').slice(0, -1)).toEqual(offered);
});
