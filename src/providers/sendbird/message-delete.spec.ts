import { errorOf } from '../../../test/support/vendor/error-of';
import { runPlan } from '../../../test/support/vendor/run-plan';
import { GatewayError } from '../../core/gateway-error';
import type { DeleteCall, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { sendbird } from '.';
import { SendbirdSettings } from './settings';

const { plans } = sendbird.createAdapter(
  Object.assign(new SendbirdSettings(), { appId: 'app', apiToken: 'token' }),
);

/** A delete of keys of message 7 in group channel `room`. */
function deletion(keys: DeleteCall['keys'], strict = false): Plan<Reply> {
  const plan = plans['message.delete'];
  if (plan === undefined) throw new Error('There is no plan.');
  const target = {
    connection: 'c',
    channelType: 'group',
    channelId: 'room',
    messageId: '7',
  } as const;
  return plan({ target, keys, options: {}, strict });
}

const messageWith = (...keys: readonly string[]) => ({
  message_id: 7,
  sorted_metaarray: keys.map((key) => ({ key, value: ['v'] })),
});

describe('deleting all keys of a message', () => {
  it.each([[' a'], ['a '], ['a\n'], [' '], [''], ['a,b'], ['.']])(
    'is refused before a delete if it has the key %j, which no list can name',
    (key) => {
      const error = errorOf(() => runPlan(deletion('all'), messageWith('a', key)));
      expect(error).toMatchObject({
        code: 'provider-limit',
        message: expect.stringContaining(JSON.stringify(key)) as string,
        details: { errors: [{ pointer: 'query/all' }] },
      });
    },
  );
});

describe('keys that are too long for one URL', () => {
  const KEYS = Array.from({ length: 81 }, (_, index) => `${'é'.repeat(38)}${1_000 + index}`);

  it('are deleted in as few requests as have queries of at most 4,000 characters', () => {
    const { requests, reply } = runPlan(
      deletion('all'),
      messageWith(...KEYS),
      ...Array.from({ length: 6 }, () => ({})),
    );
    const deletes = requests.slice(1);
    expect(deletes.flatMap(({ keys = [] }) => keys)).toEqual(KEYS);
    // a key has 38 × 6 + 4 characters, so 17 of them have 3,944 with commas
    expect(deletes.map(({ keys = [] }) => keys.length)).toEqual([17, 17, 17, 17, 13]);
    for (const { path } of deletes)
      expect(path.slice(path.indexOf('?')).length).toBeLessThanOrEqual(4_000);
    expect(reply).toEqual({});
  });

  it('fill a query to 4,000 characters', () => {
    const key = (length: number) => 'k'.repeat(length);
    const keys = [...Array.from({ length: 48 }, () => key(80)), key(20), key(80)];
    const counts = (some: readonly string[]) =>
      runPlan(deletion(some), {}, {}).requests.map((request) => request.keys?.length);
    // `?keys=`, 48 × 80, 20, 80 and 49 commas: 3,995
    expect(counts([...keys, key(4)])).toEqual([51]);
    expect(counts([...keys, key(5)])).toEqual([50, 1]);
  });

  it('are refused with handling=strict, which allows one write', () => {
    expect(() => runPlan(deletion(KEYS, true))).toThrow(
      expect.objectContaining({ code: 'provider-limit' }) as Error,
    );
  });
});

describe('a delete that the vendor refuses as "not found"', () => {
  const NOT_FOUND = new GatewayError('target-not-found', 'not found');

  it('reads the message and deletes the keys that it has', () => {
    const { requests, reply } = runPlan(
      deletion(['a', 'b', 'c']),
      NOT_FOUND,
      messageWith('c', 'other', 'a'),
      {},
    );
    expect(requests.map(({ method, keys }) => [method, keys])).toEqual([
      ['DELETE', ['a', 'b', 'c']],
      ['GET', undefined],
      ['DELETE', ['c', 'a']],
    ]);
    expect(reply).toEqual({});
  });

  it('is done if the message has none of the keys', () => {
    const { requests, reply } = runPlan(deletion(['a']), NOT_FOUND, messageWith('other'));
    expect([requests.length, reply]).toEqual([2, {}]);
  });

  it.each([
    ['the message is missing', NOT_FOUND],
    ['the message has all of the keys', messageWith('a')],
  ])('fails if %s', (_, read) => {
    expect(() => runPlan(deletion(['a']), NOT_FOUND, read)).toThrow(NOT_FOUND);
  });
});
