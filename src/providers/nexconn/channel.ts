import { checkKeys, refuseCursor, refuseSeveralWrites, requireActor } from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import { deletePresent } from '../../core/delete-present';
import type { Entry } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import type { OpenChannelDialect } from './dialects';
import { removeOneRequest, setOneRequest } from './dialects/single-entry';
import { OPEN_CHANNEL, checkSet } from './limits';
import { checkNotification } from './notification';
import { SUPPORTED_OPTIONS, checkOptions, unsupportedOption, type NexconnOptions } from './options';
import { openChannelDraws } from './quotas';
import { PLACEHOLDER_KEY } from './replies';
import type { WireRequest } from './requests';

/** Returns all entries of an open channel (at most 100), or those of the given keys. */
export function* getChannel(dialect: OpenChannelDialect, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  return { entries: yield* readChannel(dialect, call.target.channelId, call.keys) };
}

/**
 * Sets several entries with the batch endpoint, 20 in a call. A batch makes the actor the owner of its
 * keys, even of those that another user owns. Only the endpoint for one entry sends notifications.
 */
export function* setChannel(dialect: OpenChannelDialect, call: SetCall): Plan<Reply> {
  checkSet(OPEN_CHANNEL, call);
  checkOptions(call, SUPPORTED_OPTIONS.openChannelSet);
  checkNotification(call);
  const { target, entries, options } = call;
  const { autoDelete, notification }: NexconnOptions = options;
  const write = { channelId: target.channelId, actor: requireActor(call), autoDelete };
  const setsEachAlone =
    notification !== undefined || (entries.length === 1 && dialect.setsOneEntryAlone);
  const requests = setsEachAlone
    ? entries.map((entry) => writeRequest('set', setOneRequest(write, entry, options), [entry.key]))
    : chunks(entries, OPEN_CHANNEL.perSet).map((part) =>
        writeRequest(
          'set',
          dialect.setBatch(write, part),
          part.map(({ key }) => key),
        ),
      );
  refuseSeveralWrites(call, requests.length);
  for (const request of requests) yield request;
  return { entries };
}

/**
 * Deletes entries of any owner with the batch endpoint, 20 in a call. Without force, each entry is removed
 * in the actor's name by the endpoint for one entry, which is also the only one that sends notifications.
 */
export function* deleteChannel(dialect: OpenChannelDialect, call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  checkOptions(call, SUPPORTED_OPTIONS.openChannelDelete);
  checkNotification(call);
  const { target, options } = call;
  const { notification, force = notification === undefined }: NexconnOptions = options;
  if (force && notification !== undefined)
    throw unsupportedOption(call, 'force', 'must not be true with a notification');
  const write = { channelId: target.channelId, actor: requireActor(call) };
  const keys =
    call.keys === 'all'
      ? yield* readKeys(dialect, write.channelId, undefined, [PLACEHOLDER_KEY])
      : call.keys;
  const parts = chunks(keys, force ? OPEN_CHANNEL.perDelete : 1);
  refuseSeveralWrites(call, parts.length);
  const remove = function* (part: readonly string[]): Plan<void> {
    const [key = ''] = part;
    const wire = force ? dialect.removeBatch(write, part) : removeOneRequest(write, key, options);
    yield writeRequest('remove', wire, part);
  };
  const findPresent = (part: readonly string[]) => readKeys(dialect, write.channelId, part);
  for (const part of parts) yield* deletePresent(part, remove, findPresent);
  return {};
}

const writeRequest = (
  verb: 'set' | 'remove',
  wire: WireRequest,
  keys: readonly string[],
): UpstreamRequest => ({
  draws: openChannelDraws(verb, keys.length),
  effect: 'idempotent',
  keys,
  ...wire,
});

function* readKeys(...read: Parameters<typeof readChannel>): Plan<string[]> {
  return (yield* readChannel(...read)).map(({ key }) => key);
}

/** @param assumedKeys for explanations */
function* readChannel(
  dialect: OpenChannelDialect,
  channelId: string,
  keys: readonly string[] | undefined,
  assumedKeys: readonly string[] = [],
): Plan<Entry[]> {
  const entries: Entry[] = [];
  const parts = keys === undefined ? [undefined] : chunks(keys, OPEN_CHANNEL.perRead);
  for (const part of parts) {
    const payload = yield {
      draws: openChannelDraws('get', 1),
      effect: 'read',
      ...dialect.get(channelId, part, assumedKeys),
    };
    entries.push(...dialect.readList(payload));
  }
  return entries;
}
