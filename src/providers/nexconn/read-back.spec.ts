import type { Entry } from '../../core/metadata';
import type { Operation } from '../../core/operation';
import type { NexconnOptions } from './options';
import { judgeReadBack } from './read-back';

const call = (options: NexconnOptions) => ({
  target: { connection: 'main', channelType: 'open', channelId: 'c' } as const,
  actorId: 'bob',
  options,
  strict: false,
});
const set = (name: 'channel.set' | 'message.set', options: NexconnOptions = {}): Operation => ({
  name,
  call: { ...call(options), entries: [{ key: 'k', values: ['v'] }], isKeyInPath: false },
});
const remove = (options: NexconnOptions = {}): Operation => ({
  name: 'channel.delete',
  call: { ...call(options), keys: ['k'] },
});
const found = (more: Partial<Entry> = {}): Entry[] => [{ key: 'k', values: ['v'], ...more }];
const notification = { type: 'app:changed' };

it.each<[string, Operation, Entry[], string]>([
  ['the owner of the actor', set('channel.set'), found({ ownerId: 'bob' }), 'applied'],
  ['another owner', set('channel.set'), found({ ownerId: 'alice' }), 'not applied'],
  ['no reported owner', set('channel.set'), found(), 'applied'],
  ['another entry', set('channel.set'), found({ key: 'x', ownerId: 'alice' }), 'applied'],
  [
    'autoDelete as asked',
    set('channel.set', { autoDelete: true }),
    found({ autoDelete: true }),
    'applied',
  ],
  [
    'autoDelete not as asked',
    set('channel.set', { autoDelete: true }),
    found({ autoDelete: false }),
    'not applied',
  ],
  [
    'autoDelete where the default is off',
    set('channel.set'),
    found({ autoDelete: true }),
    'not applied',
  ],
  ['a notification of a set', set('channel.set', { notification }), found(), 'undecided'],
  ['a notification of a delete', remove({ notification }), [], 'undecided'],
  [
    'a notification, and another owner',
    set('channel.set', { notification }),
    found({ ownerId: 'alice' }),
    'not applied',
  ],
  ['a notice to the actor', set('message.set', { echoToActor: true }), found(), 'undecided'],
  ['no notice to the actor', set('message.set', { echoToActor: false }), found(), 'applied'],
  ['a delete', remove(), [], 'applied'],
])('a read-back with %s', (_, operation, entries, verdict) => {
  expect(judgeReadBack(operation, entries)).toBe(verdict);
});
