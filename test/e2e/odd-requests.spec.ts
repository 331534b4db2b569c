/** Random requests made of odd parts. None is answered with 500, and every error is a problem document. */
import fc from 'fast-check';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { createRawCall, type RawCall } from '../support/gateway/raw-call';

let gateway: TestGateway;
let send: RawCall;
beforeAll(async () => {
  gateway = await startGateway();
  send = createRawCall(gateway.url, 'sandbox-key');
});
afterAll(() => gateway.close());

/** Stands for JSON that nests deeper than any code that calls itself can follow. */
const DEEP = '<deep>';
const DEEP_JSON = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`;
const serialize = (value: object): string =>
  JSON.stringify(value).replaceAll(`"${DEEP}"`, DEEP_JSON);

/** Texts that end up in keys, values, ids, headers and parameters. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    'k',
    '.',
    '..',
    '__proto__',
    'constructor',
    'values',
    'true',
    '*',
    '"a"',
    '\0',
    '\ud800',
    '%',
    ',',
    '💥',
  ),
  fc.constant('x'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const number = fc.oneof(
  fc.constantFrom(1, -1, 0, -0, 1e308, 2 ** 53, -(2 ** 53), 1.5, Number.MAX_VALUE),
  fc.integer(),
);
const anything = fc.oneof(text, number, fc.constantFrom(null, true, [], {}), fc.constant(DEEP));
const sometimes = <T>(valid: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: valid }, { weight: 1, arbitrary: anything });

const notification = fc.record({ type: sometimes(text), content: fc.record({ a: anything }) });
const vendorOptions = fc.oneof(
  fc.record({ nexconn: fc.record({ notification }) }),
  fc.record({ stream: fc.record({ skipPush: sometimes(fc.boolean()), skipEnrichUrl: anything }) }),
  fc.dictionary(
    fc.constantFrom('nexconn', 'sendbird', 'stream', 'tencent', 'unknown', '__proto__'),
    anything,
    { maxKeys: 3 },
  ),
);
const entry = fc.record(
  {
    key: sometimes(text),
    value: sometimes(text),
    values: sometimes(fc.array(text, { maxLength: 3 })),
  },
  { requiredKeys: ['key'] },
);
const change = fc.record({
  key: sometimes(text),
  op: sometimes(fc.constantFrom('set', 'increase', 'decrease')),
  amount: sometimes(number),
});
const list = (item: fc.Arbitrary<unknown>) =>
  sometimes(fc.array(item, { minLength: 1, maxLength: 3 }));
const upsert = sometimes(fc.boolean());
const options = sometimes(vendorOptions);
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const common = { upsert: optional(upsert), options: optional(options) };
const valueBody = fc.record({ value: sometimes(text), ...common });
const entriesBody = fc.record({ entries: list(entry), ...common });
const valuesBody = fc.record({ values: list(text), options: optional(options) });
const changesBody = fc.record({
  add: optional(list(entry)),
  remove: optional(list(entry)),
  options: optional(options),
});
const countersBody = fc.record({ counters: list(change), ...common });

const operation = fc.record(
  {
    id: sometimes(text),
    connection: fc.constantFrom(
      'nexconn-sandbox',
      'sendbird-sandbox',
      'stream-sandbox',
      'tencent-sandbox',
      '__proto__',
    ),
    channelType: fc.constantFrom('open', 'group', 'direct', 'x'),
    channelId: sometimes(text),
    messageId: sometimes(text),
    verb: fc.constantFrom('get', 'set', 'delete', 'add-values', 'remove-values', 'count', 'x'),
    keys: optional(list(text)),
    actorId: optional(sometimes(text)),
    entries: optional(list(entry)),
    counters: optional(list(change)),
    ...common,
  },
  { requiredKeys: ['id', 'connection', 'channelType', 'channelId', 'verb'] },
);

const encode = (part: string): string =>
  encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, '�'));
const CHANNEL = '/v1/connections/nexconn-sandbox/channels/open/kvchatroom2/metadata';
const GROUP = '/v1/connections/sendbird-sandbox/channels/group/sendbird_group_channel_1';
const ROOM = '/v1/connections/stream-sandbox/channels/group/room-42';
const TENCENT = '/v1/connections/tencent-sandbox/channels';
const place = fc.constantFrom(
  CHANNEL,
  '/v1/connections/nexconn-sandbox/channels/direct/tjw3zbMrU/messages/BRGM-DEN2-01E4-BN66/metadata',
  `${GROUP}/messages/273778828/metadata`,
  `${ROOM}/metadata`,
  `${ROOM}/messages/m1/metadata`,
  `${TENCENT}/group/%40TGS%232SANDBOX1/metadata`,
  `${TENCENT}/group/%40TGS%232SANDBOX1/messages/158/metadata`,
  `${TENCENT}/direct/bob/messages/11223344_7_1767225600/metadata`,
);
const key = fc.oneof(fc.constant('k'), text.map(encode));
const at = (suffix: string) => fc.tuple(place, key).map(([path, one]) => `${path}/${one}${suffix}`);
const none = fc.constant(undefined);

/** Method, address and body of a call that is valid but for its odd parts. */
const call = fc.oneof(
  fc.tuple(fc.constantFrom('GET', 'DELETE'), fc.oneof(place, at('')), none),
  fc.tuple(fc.constant('PUT'), at(''), valueBody),
  fc.tuple(fc.constant('PATCH'), place, entriesBody),
  fc.tuple(fc.constant('POST'), at('/values'), valuesBody),
  fc.tuple(
    fc.constant('PATCH'),
    fc.constantFrom(
      `${GROUP}/messages/273778828/metadata/values`,
      `${ROOM}/messages/m1/metadata/values`,
    ),
    changesBody,
  ),
  fc.tuple(
    fc.constant('PATCH'),
    fc.constantFrom(`${GROUP}/counters`, `${TENCENT}/open/%40TGS%23aAVCHAT1/counters`),
    countersBody,
  ),
);
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'keys',
        'values',
        'all',
        'dryRun',
        'cursor',
        'subchannelId',
        'options',
        '__proto__',
      ),
      fc.oneof(
        text.map(encode),
        fc.constantFrom('true', '%', '%ff', '%ed%a0%80', '+'),
        vendorOptions.map((options) => encode(serialize(options))),
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'));
const headerValue = fc.oneof(
  fc.constantFrom(
    '*',
    '"a"',
    'W/"a"',
    '',
    ' ',
    'wait=1e9',
    'wait=-1',
    'handling=strict',
    'a,b',
    '1'.repeat(400),
    'br',
    'gzip',
    '\u00ff',
  ),
  fc.string({ maxLength: 20 }).map((value) => value.replaceAll(/[^\x20-\x7e]/g, '')),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'if-match',
    'if-none-match',
    'if-unmodified-since',
    'prefer',
    'idempotency-key',
    'x-actor-id',
    'x-request-id',
    'traceparent',
    'accept',
    'accept-encoding',
    'content-encoding',
    'content-type',
    'cache-control',
    'expect',
    'range',
  ),
  fc.oneof(headerValue, fc.tuple(headerValue, headerValue)),
  { maxKeys: 3 },
);
/** Most calls have none: an odd one ends a call before its body is read. */
const rarely = <T>(odd: fc.Arbitrary<T>, none: T) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(none) }, { weight: 1, arbitrary: odd });
const LIMIT = 14_000; // of Node's header, which is refused with 431

function expectProblem(reply: Awaited<ReturnType<RawCall>>): void {
  expect(reply.status).not.toBe(500);
  if (reply.status >= 400 && reply.status !== 431) expect(reply.code).toBeDefined();
}

it('never fails, whatever a call is made of', async () => {
  const counts = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      call,
      rarely(query, ''),
      rarely(headers, {}),
      async ([method, path, content], parameters, given) => {
        fc.pre(parameters.length < LIMIT);
        const url = parameters === '' ? path : `${path}?${parameters}`;
        const bytes = content === undefined ? '' : serialize(content);
        const reply = await send(method, url, bytes, given);
        expectProblem(reply);
        counts.set(reply.status, (counts.get(reply.status) ?? 0) + 1);
      },
    ),
    { numRuns: 400 },
  );
  for (const status of [200, 400, 404]) expect(counts.get(status) ?? 0).toBeGreaterThan(0);
});

it('never fails, whatever an operation of a batch is made of', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 4 }), async (operations) => {
      expectProblem(await send('POST', '/v1/batch', serialize({ operations })));
      const lines = await gateway.call('POST', '/v1/batch', {
        body: operations.map((one) => serialize(one)).join('\n'),
        headers: { 'Content-Type': 'application/x-ndjson', Prefer: 'wait=0' },
      });
      expect(lines.status).toBeLessThan(500);
      expect(lines.text).not.toContain('"status":500');
    }),
    { numRuns: 80 },
  );
});
