import { requireActor, checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import type { Entry } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { OPEN_CHANNEL, checkSet } from './limits';
import type { NexconnOptions } from './options';
import { openChannelDraws } from './quotas';
import { SOME_ENTRY, readEntries, readKeys } from './replies';
import { WRITE, flag, form, json } from './requests';
import type { NexconnSettings } from './settings';
import { tolerateAbsent } from './tolerate-absent';

type Profile = NexconnSettings['profile'];

/** Entries of an open channel, all of them (at most 100) or those of the given keys. */
export function* getOpenChannel(profile: Profile, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  return { entries: yield* read(profile, call.target.channelId, call.keys) };
}

/** One entry goes through the single endpoint, several go 20 at a time and take over ownership. */
export function* setOpenChannel(profile: Profile, call: SetCall): Plan<Reply> {
  checkSet(OPEN_CHANNEL, call);
  const actor = requireActor(call);
  const parts = chunks(call.entries, OPEN_CHANNEL.perSet);
  refuseSeveralWrites(call, parts.length);
  const [only] = call.entries;
  if (call.entries.length === 1 && only !== undefined) yield setOne(call, actor, only);
  else for (const part of parts) yield setSeveral(profile, call, actor, part);
  return { entries: call.entries };
}

export function* deleteOpenChannel(profile: Profile, call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  const actor = requireActor(call);
  const keys = call.keys === 'all' ? yield* everyKey(profile, call.target.channelId) : call.keys;
  const parts = chunks(keys, OPEN_CHANNEL.perDelete);
  refuseSeveralWrites(call, parts.length);
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) yield* tolerateAbsent(removeOne(call, actor, only));
  else for (const part of parts) yield* tolerateAbsent(removeSeveral(profile, call, actor, part));
  return {};
}

function* everyKey(profile: Profile, channelId: string): Plan<string[]> {
  return (yield* read(profile, channelId, undefined, [SOME_ENTRY])).map(({ key }) => key);
}

function* read(
  profile: Profile,
  channelId: string,
  keys: readonly string[] | undefined,
  presumed: readonly object[] = [],
): Plan<Entry[]> {
  const found: Entry[] = [];
  const parts = keys === undefined ? [undefined] : chunks(keys, OPEN_CHANNEL.perRead);
  for (const part of parts) {
    const payload = yield query(profile, channelId, part, presumed);
    found.push(...(profile === 'classic' ? readKeys(payload) : readEntries(payload)));
  }
  return found;
}

function query(
  profile: Profile,
  channelId: string,
  keys: readonly string[] | undefined,
  presumed: readonly object[],
): UpstreamRequest {
  const endpoint = { draws: openChannelDraws('get', 1), effect: 'read' as const };
  return profile === 'classic'
    ? form(
        '/chatroom/entry/query.json',
        { keys, chatroomId: channelId },
        { ...endpoint, assumedPayload: { code: 200, keys: presumed } },
      )
    : json(
        '/v4/open-channel/metadata/batch/get',
        { channelId, ...(keys !== undefined && { metadataKeys: keys }) },
        { ...endpoint, assumedPayload: { code: 0, result: { metadata: presumed } } },
      );
}

function setOne(call: SetCall, actor: string, { key, values }: Entry): UpstreamRequest {
  const { autoDelete } = call.options as NexconnOptions;
  return form(
    '/chatroom/entry/set.json',
    {
      chatroomId: call.target.channelId,
      userId: actor,
      key,
      value: values[0],
      autoDelete: autoDelete === undefined ? undefined : String(Number(autoDelete)),
      ...notification(call),
    },
    { draws: openChannelDraws('set', 1), effect: WRITE, keys: [key] },
  );
}

function setSeveral(
  profile: Profile,
  call: SetCall,
  actor: string,
  entries: readonly Entry[],
): UpstreamRequest {
  const { autoDelete } = call.options as NexconnOptions;
  const { channelId } = call.target;
  const pairs = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  const endpoint = {
    draws: openChannelDraws('set', entries.length),
    effect: WRITE,
    keys: entries.map(({ key }) => key),
  };
  return profile === 'classic'
    ? form(
        '/chatroom/entry/batch/set.json',
        {
          chatroomId: channelId,
          autoDelete: autoDelete === undefined ? undefined : String(Number(autoDelete)),
          entryOwnerId: actor,
          entryInfo: JSON.stringify(pairs),
        },
        endpoint,
      )
    : json(
        '/v4/open-channel/metadata/batch/set',
        {
          channelId,
          metadataOwnerId: actor,
          metadata: pairs,
          ...flag('shouldAutoDelete', autoDelete),
        },
        endpoint,
      );
}

function removeOne(call: DeleteCall, actor: string, key: string): UpstreamRequest {
  return form(
    '/chatroom/entry/remove.json',
    { chatroomId: call.target.channelId, userId: actor, key, ...notification(call) },
    { draws: openChannelDraws('remove', 1), effect: WRITE, keys: [key] },
  );
}

function removeSeveral(
  profile: Profile,
  call: DeleteCall,
  actor: string,
  keys: readonly string[],
): UpstreamRequest {
  const { channelId } = call.target;
  const endpoint = { draws: openChannelDraws('remove', keys.length), effect: WRITE, keys };
  return profile === 'classic'
    ? form(
        '/chatroom/entry/batch/remove.json',
        { chatroomId: channelId, entryOwnerId: actor, entryKeys: JSON.stringify(keys) },
        endpoint,
      )
    : json(
        '/v4/open-channel/metadata/batch/remove',
        { channelId, metadataOwnerId: actor, metadataKeys: keys },
        endpoint,
      );
}

function notification({ options }: SetCall | DeleteCall) {
  const { notification: message } = options as NexconnOptions;
  if (message === undefined) return {};
  return {
    objectName: message.type,
    content: message.content === undefined ? undefined : JSON.stringify(message.content),
  };
}
