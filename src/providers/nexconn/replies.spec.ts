import fc from 'fast-check';
import {
  DIRECT,
  OPEN,
  createAdapter,
  planOf,
  type Profile,
} from '../../../test/support/vendor/nexconn-plans';
import { runPlan } from '../../../test/support/vendor/run-plan';
import { errorOf } from '../../../test/support/vendor/error-of';
import { GatewayError } from '../../core/gateway-error';
import { readChatroomEntries, readEntries, readExpansion } from './replies';

const listOf = (row: object) => ({ result: { metadata: [{ key: 'k', value: 'v', ...row }] } });
const plain = { key: 'k', values: ['v'] };

it('reads the update time, and ignores a value that is no date', () => {
  const timeOf = (updatedAt: unknown) => readEntries(listOf({ updatedAt }))[0]?.updatedAt;
  expect(timeOf(1_742_428_800_000)).toBe(1_742_428_800_000);
  expect(timeOf('1742428800000')).toBe(1_742_428_800_000);
  expect(timeOf(8.64e15)).toBe(8.64e15);
  for (const invalid of [8.64e15 + 1, Infinity, 0, -1, 1.5, 'soon', ' 5 ', '0x5', true, [5], null])
    expect(timeOf(invalid)).toBeUndefined();
});

it('reads the owner and whether the entry goes with it', () => {
  const owned = { metadataOwnerId: 'u', shouldAutoDelete: 1 };
  expect(readEntries(listOf(owned))).toEqual([{ ...plain, ownerId: 'u', autoDelete: true }]);
  const older = { userId: 'u', shouldAutoDelete: 0 };
  expect(readEntries(listOf(older))).toEqual([{ ...plain, ownerId: 'u', autoDelete: false }]);
  const chatroom = { keys: [{ key: 'k', value: 'v', userId: 'u', autoDelete: '0' }] };
  expect(readChatroomEntries(chatroom)).toEqual([{ ...plain, ownerId: 'u', autoDelete: false }]);
  for (const invalid of ['', 7, null, {}, { toString: 1 }])
    expect(readEntries(listOf({ metadataOwnerId: invalid, shouldAutoDelete: invalid }))).toEqual([
      plain,
    ]);
});

it('reads the expansion of a message', () => {
  const extraContent = JSON.parse(
    '{"k":{"v":"v","ts":33831605613},"__proto__":{"v":""}}',
  ) as object;
  expect(readExpansion({ code: 200, extraContent })).toEqual([
    { ...plain, updatedAt: 33_831_605_613 },
    { key: '__proto__', values: [''] },
  ]);
});

describe('without its optional part, a reply has no entries', () => {
  it.each([
    [readEntries, {}],
    [readEntries, { result: null }],
    [readEntries, { result: {} }],
    [readEntries, { result: { metadata: null } }],
    [readEntries, { result: { metadata: [] } }],
    [readEntries, { result: { metadata: {} } }],
    [readChatroomEntries, {}],
    [readChatroomEntries, { keys: null }],
    [readExpansion, {}],
    [readExpansion, { extraContent: null }],
    [readExpansion, { extraContent: {} }],
  ])('%p of %j', (read, payload) => {
    expect(read({ code: 0, ...payload })).toEqual([]);
  });
});

describe('a part of the wrong type is malformed', () => {
  it.each([
    [readEntries, { result: [] }],
    [readEntries, { result: 'none' }],
    [readEntries, { result: { metadata: 0 } }],
    [readEntries, { result: { metadata: '' } }],
    [readEntries, { result: { metadata: [null] } }],
    [readEntries, { result: { metadata: [{ key: 'k' }] } }],
    [readEntries, { result: { metadata: [{ value: 'v' }] } }],
    [readEntries, { result: { metadata: { k: 'v' } } }],
    [readChatroomEntries, { keys: {} }],
    [readChatroomEntries, { keys: '' }],
    [readChatroomEntries, { keys: [{ key: 'k', value: 1 }] }],
    [readExpansion, { extraContent: [] }],
    [readExpansion, { extraContent: { k: 'v' } }],
    [readExpansion, { extraContent: { k: { v: null } } }],
  ])('%p of %j', (read, payload) => {
    expect(errorOf(() => read(payload))).toMatchObject({ code: 'upstream-malformed' });
  });
});

describe('a read of any reply', () => {
  /** Bodies that resemble the vendor's in some parts and are anything in others. */
  const scalar = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(0, 200, 1e300, '0', ''));
  const row = fc.dictionary(
    fc.constantFrom('key', 'value', 'v', 'ts', 'updatedAt', 'lastSetTime', 'userId', 'autoDelete'),
    scalar,
  );
  const rows = fc.oneof(fc.array(row), fc.dictionary(fc.string(), row), scalar);
  const object = fc.record(
    {
      code: fc.oneof(fc.constantFrom(0, 200, 1000, 1002, 1008, 1015), scalar),
      errorMessage: scalar,
      result: fc.oneof(fc.record({ metadata: rows }, { requiredKeys: [] }), scalar),
      keys: rows,
      extraContent: rows,
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof(
    object.map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '{"code":1e999}', '{"code":0,"code":200}', '['.repeat(100_000)),
  );

  it('ends with entries or with an error that says what the vendor answered', () => {
    const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
    const profile = fc.constantFrom<Profile[]>('classic', 'current', 'rongcloud');
    const read = fc.constantFrom(['message.get', DIRECT] as const, ['channel.get', OPEN] as const);
    fc.assert(
      fc.property(profile, read, status, body, (name, [operation, target], replyStatus, text) => {
        const plan = planOf(operation, { target }, name);
        const [request] = runPlan(planOf(operation, { target }, name)).requests;
        if (request === undefined) throw new Error('The plan has no request.');
        plan.next();
        try {
          const reply = { status: replyStatus, headers: {}, body: text };
          const payload = createAdapter(name).readReply(request, reply);
          const { value } = plan.next(payload);
          expect(value).toMatchObject({ entries: expect.any(Array) });
        } catch (error) {
          if (!(error instanceof GatewayError)) throw error;
          expect(error.code).toMatch(/^(upstream-.*|target-not-found|entry-not-found)$/);
          expect(error.details.upstream?.provider).toBe('nexconn');
          expect(JSON.stringify(error.details)).not.toMatch(/test-secret/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
