import { errorOf } from '../../../test/support/vendor/error-of';
import { runPlan } from '../../../test/support/vendor/run-plan';
import type { DeleteCall, Reply } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { sendbird } from '.';
import { SendbirdSettings } from './settings';

const { plans } = sendbird.createAdapter(
  Object.assign(new SendbirdSettings(), { appId: 'app', apiToken: 'token' }),
);

/** A delete of keys of message 7 in group channel `room`. */
function deletion(keys: DeleteCall['keys']): Plan<Reply> {
  const plan = plans['message.delete'];
  if (plan === undefined) throw new Error('There is no plan.');
  const target = {
    connection: 'c',
    channelType: 'group',
    channelId: 'room',
    messageId: '7',
  } as const;
  return plan({ target, keys, options: {}, strict: false });
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
