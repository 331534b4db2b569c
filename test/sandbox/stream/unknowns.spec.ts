import { readFile } from 'node:fs/promises';
import { CHOICES, UNKNOWNS, type Unknowns } from '../../../src/sandbox/stream/model/unknowns';
import {
  CHANNEL,
  MESSAGE,
  openSandbox,
  refused,
  updateChannel,
  updateMessage,
  V2,
  type Reply,
  type Sandbox,
} from './sandbox';

/** A value of a setting, a call, and the part of its reply that depends on the value. */
type Row<K extends keyof Unknowns> = readonly [
  value: Unknowns[K],
  act: (sandbox: Sandbox) => Reply,
  expected: object,
];
type Behaviours = { readonly [K in keyof Unknowns]: readonly Row<K>[] };

const channelWith = (fields: object) => ({
  status: 200,
  body: expect.objectContaining({ channel: expect.objectContaining(fields) as unknown }) as unknown,
});
const channelWithout = (name: string) => ({
  status: 200,
  body: { names: expect.not.arrayContaining([name]) as unknown },
});
/** The reply with the names of the channel's fields. */
const namesAfter =
  (act: (sandbox: Sandbox) => Reply) =>
  (sandbox: Sandbox): Reply => {
    const reply = act(sandbox);
    return { ...reply, body: { names: Object.keys(reply.body.channel ?? {}) } };
  };
const NOT_FOUND_CODES = [
  [16, 404],
  [4, 400],
  [17, 403],
] as const;
const notFoundRows = (act: (sandbox: Sandbox) => Reply) =>
  NOT_FOUND_CODES.map(([code, status]) => [code, act, refused(status, code)] as const);

const patch = (body: object) => (sandbox: Sandbox) => updateChannel(sandbox, body);
const getChannel = (sandbox: Sandbox) => sandbox.call('GET', CHANNEL);
const getDeleted = (sandbox: Sandbox) => {
  sandbox.call('DELETE', MESSAGE);
  return sandbox.call('GET', MESSAGE);
};
const setInMessage = (sandbox: Sandbox) => updateMessage(sandbox, { set: { k: 'v' } });
const anonymous = (sandbox: Sandbox) => sandbox.call('PUT', MESSAGE, { set: { k: 'v' } });
const both = patch({ set: { k: 'v' }, unset: ['k'] });
const oversize = patch({ set: { k: 'x'.repeat(5_113) } });
const readBack = (sandbox: Sandbox) => {
  updateChannel(sandbox, { set: { k: 'v' } });
  return getChannel(sandbox);
};
const readV2 = (sandbox: Sandbox) => sandbox.call('GET', `${V2}${CHANNEL}`);
const SEEDED_AT = Date.UTC(2026, 0, 1);

const BEHAVIOURS: Behaviours = {
  getChannel: [
    [true, getChannel, { status: 200 }],
    [false, getChannel, refused(404, 16)],
  ],
  requireActor: [
    [true, anonymous, refused(400, 4)],
    [false, anonymous, { status: 201 }],
  ],
  partialMessageStatus: [
    [201, setInMessage, { status: 201 }],
    [200, setInMessage, { status: 200 }],
  ],
  missingChannel: notFoundRows((sandbox) => sandbox.call('GET', '/channels/messaging/none')),
  missingMessage: notFoundRows((sandbox) => sandbox.call('GET', '/messages/none')),
  deletedMessage: [
    ['refuse', getDeleted, refused(404, 16)],
    ['found', getDeleted, { status: 200, body: { message: { type: 'deleted' } } }],
  ],
  deletedMessageCode: notFoundRows(getDeleted),
  emptyUpdate: [
    ['refuse', patch({}), refused(400, 4)],
    ['ignore', patch({}), { status: 200 }],
  ],
  keyInBoth: [
    ['refuse', both, refused(400, 4, { exception_fields: { 'set.k': 'is in unset' } })],
    ['unset', namesAfter(both), channelWithout('k')],
    ['set', both, channelWith({ k: 'v' })],
  ],
  unsetAbsent: [
    ['ignore', patch({ unset: ['none', 'no.field'] }), { status: 200 }],
    ['refuse', patch({ unset: ['none'] }), refused(400, 4)],
    ['refuse', patch({ unset: ['no.field'] }), refused(400, 4)],
  ],
  nullValue: [
    ['store', patch({ set: { k: null } }), channelWith({ k: null })],
    ['unset', namesAfter(patch({ set: { k: null } })), channelWithout('k')],
    ['unset', patch({ set: { a: { b: 1, c: 2 }, 'a.b': null } }), channelWith({ a: { c: 2 } })],
    ['refuse', patch({ set: { k: null } }), refused(400, 4)],
  ],
  dollarKeys: [
    ['refuse', patch({ set: { $k: 'v' } }), refused(400, 4)],
    ['accept', patch({ set: { $k: 'v' } }), channelWith({ $k: 'v' })],
  ],
  emptyKey: [
    ['refuse', patch({ unset: [''] }), refused(400, 4)],
    ['accept', patch({ set: { '': 'v' } }), channelWith({ '': 'v' })],
  ],
  nestedParent: [
    ['create', patch({ set: { 'a.b.c': 'v' } }), channelWith({ a: { b: { c: 'v' } } })],
    ['refuse', patch({ set: { 'a.b': 'v' } }), refused(400, 4)],
    ['refuse', patch({ set: { a: {}, 'a.b': 'v' } }), channelWith({ a: { b: 'v' } })],
  ],
  idCharacters: [
    ['any', (sandbox) => sandbox.call('GET', '/channels/messaging/a%20b'), refused(404, 16)],
    ['sdk', (sandbox) => sandbox.call('GET', '/channels/messaging/a%20b'), refused(400, 4)],
    ['sdk', (sandbox) => sandbox.call('GET', '/channels/mess%21/ab'), refused(400, 4)],
    ['sdk', (sandbox) => sandbox.call('GET', '/channels/messaging/room-42!a'), { status: 200 }],
  ],
  customDataBytes: [
    [5_120, patch({ set: { k: 'x'.repeat(5_112) } }), { status: 200 }],
    [5_120, oversize, refused(400, 4)],
    [9, patch({ set: { k: 'é' } }), refused(400, 4)],
    [10, patch({ set: { k: 'é' } }), { status: 200 }],
  ],
  tooBig: [
    [4, oversize, refused(400, 4)],
    [22, oversize, refused(400, 22)],
  ],
  tooBigStatus: [
    [400, oversize, refused(400, 4)],
    [413, oversize, refused(413, 4)],
  ],
  touchesMessage: [
    [
      true,
      setInMessage,
      {
        body: {
          message: {
            updated_at: expect.not.stringContaining('2026-01-01T00:00:00.000Z') as unknown,
          },
        },
      },
    ],
    [false, setInMessage, { body: { message: { updated_at: '2026-01-01T00:00:00.000Z' } } }],
  ],
  customInV1: [
    ['top-level', readBack, channelWith({ k: 'v' })],
    ['top-level', namesAfter(readBack), channelWithout('custom')],
    ['custom', readBack, channelWith({ custom: { k: 'v' } })],
    ['custom', namesAfter(readBack), channelWithout('k')],
    ['both', readBack, channelWith({ k: 'v', custom: { k: 'v' } })],
  ],
  v2Times: [
    ['nanoseconds', readV2, channelWith({ created_at: SEEDED_AT * 1e6 })],
    ['milliseconds', readV2, channelWith({ created_at: SEEDED_AT })],
    ['seconds', readV2, channelWith({ created_at: SEEDED_AT / 1e3 })],
  ],
  sharedUpdateBuckets: [
    [false, setInMessage, { quotas: { 'message.update-partial': 1 } }],
    [true, setInMessage, { quotas: { 'message.update': 1 } }],
    [true, patch({ set: { k: 'v' } }), { quotas: { 'channel.update': 1 } }],
  ],
  rateLimitHeaders: [
    ['always', getChannel, { headers: { 'X-RateLimit-Limit': '300' } }],
    ['on-429', getChannel, { headers: { 'content-type': 'application/json' } }],
  ],
  unrecoverable: [
    [false, anonymous, { body: expect.not.objectContaining({ unrecoverable: true }) as unknown }],
    [true, anonymous, refused(400, 4, { unrecoverable: true })],
  ],
};

const ROWS = Object.entries(BEHAVIOURS).flatMap(
  ([name, rows]: [string, readonly Row<keyof Unknowns>[]]) =>
    rows.map(([value, act, expected], index) => ({ name, value, act, expected, index })),
);

it.each(ROWS)('$name: $value (row $index)', ({ name, value, act, expected }) => {
  expect(act(openSandbox({ unknowns: { [name]: value } }))).toMatchObject(expected);
});

it.each(Object.entries(BEHAVIOURS))(
  'tests each value of %s, its default included',
  (name, rows) => {
    const tested = new Set(rows.map(([value]) => value));
    const choices: Readonly<Record<string, readonly unknown[]>> = { ...CHOICES };
    const standard = UNKNOWNS[name as keyof Unknowns];
    const values = typeof standard === 'boolean' ? [true, false] : (choices[name] ?? [standard]);
    for (const value of values) expect(tested).toContain(value);
    expect(tested.size).toBeGreaterThan(1);
  },
);

it('sends the rate limits with every 429', () => {
  const settings = { quotas: { 'channel.get': { limit: 1 } } };
  const sandbox = openSandbox({ ...settings, unknowns: { rateLimitHeaders: 'on-429' } });
  expect(getChannel(sandbox).headers).not.toHaveProperty('X-RateLimit-Limit');
  expect(getChannel(sandbox)).toMatchObject({ status: 429, headers: { 'X-RateLimit-Limit': '1' } });
});

it('describes each setting in the README', async () => {
  const readme = await readFile('src/sandbox/stream/README.md', 'utf8');
  const [, table = ''] = readme.split('## Undocumented behaviour');
  for (const name of Object.keys(UNKNOWNS)) expect(table).toContain(`\`${name}\``);
});

it('refuses other values', () => {
  expect(() => openSandbox({ unknowns: { tooBig: 16 } })).toThrow(
    'unknowns.tooBig: not one of 4, 22',
  );
  expect(() => openSandbox({ unknowns: { getChannel: 1 } })).toThrow('unknowns.getChannel');
});
