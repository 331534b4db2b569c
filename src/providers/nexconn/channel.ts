import { checkKeys, refuseCursor, refuseSeveralWrites, requireActor } from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import type { Entry } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { ignoreAbsentEntries } from './errors';
import { OPEN_CHANNEL, checkSet } from './limits';
import type { NexconnOptions } from './options';
import { openChannelDraws } from './quotas';
import { PLACEHOLDER_ENTRY, readChatroomEntries, readEntries } from './replies';
import { formRequest, jsonRequest, numericFlag, type RequestFacts } from './requests';
import type { NexconnSettings } from './settings';

type Profile = NexconnSettings['profile'];

/** Returns all entries of an open channel (at most 100), or those of the given keys. */
export function* getChannel(profile: Profile, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  return { entries: yield* readChannel(profile, call.target.channelId, call.keys) };
}

/**
 * Sets one entry with the endpoint for one entry, and more entries with the batch endpoint, 20 in a
 * call. A batch makes the actor the owner of its keys, even of those that another user owns.
 */
export function* setChannel(profile: Profile, call: SetCall): Plan<Reply> {
  checkSet(OPEN_CHANNEL, call);
  const actor = requireActor(call);
  const parts = chunks(call.entries, OPEN_CHANNEL.perSet);
  refuseSeveralWrites(call, parts.length);
  const [first] = call.entries;
  if (call.entries.length === 1 && first !== undefined) yield setOneRequest(call, actor, first);
  else for (const part of parts) yield batchSetRequest(profile, call, actor, part);
  return { entries: call.entries };
}

/** Removes one key with the endpoint for one key, and more keys with the batch endpoint. */
export function* deleteChannel(profile: Profile, call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', OPEN_CHANNEL.key, call);
  const actor = requireActor(call);
  const { channelId } = call.target;
  const keys = call.keys === 'all' ? yield* readAllKeys(profile, channelId) : call.keys;
  const parts = chunks(keys, OPEN_CHANNEL.perDelete);
  refuseSeveralWrites(call, parts.length);
  const [first] = keys;
  const requests =
    keys.length === 1 && first !== undefined
      ? [removeOneRequest(call, actor, first)]
      : parts.map((part) => batchRemoveRequest(profile, call, actor, part));
  for (const request of requests) yield* ignoreAbsentEntries(request);
  return {};
}

function* readAllKeys(profile: Profile, channelId: string): Plan<string[]> {
  const entries = yield* readChannel(profile, channelId, undefined, [PLACEHOLDER_ENTRY]);
  return entries.map(({ key }) => key);
}

/** @param assumedEntries for explanations */
function* readChannel(
  profile: Profile,
  channelId: string,
  keys: readonly string[] | undefined,
  assumedEntries: readonly object[] = [],
): Plan<Entry[]> {
  const entries: Entry[] = [];
  const parts = keys === undefined ? [undefined] : chunks(keys, OPEN_CHANNEL.perRead);
  for (const part of parts) {
    const payload = yield readRequest(profile, channelId, part, assumedEntries);
    entries.push(...(profile === 'classic' ? readChatroomEntries(payload) : readEntries(payload)));
  }
  return entries;
}

/** "Get metadata". Without keys, the vendor returns all entries. */
function readRequest(
  profile: Profile,
  channelId: string,
  keys: readonly string[] | undefined,
  assumedEntries: readonly object[],
): UpstreamRequest {
  const facts = { draws: openChannelDraws('get', 1), effect: 'read' } as const;
  return profile === 'classic'
    ? formRequest(
        '/chatroom/entry/query.json',
        { keys, chatroomId: channelId },
        { ...facts, assumedPayload: { code: 200, keys: assumedEntries } },
      )
    : jsonRequest(
        '/v4/open-channel/metadata/batch/get',
        { channelId, ...(keys !== undefined && { metadataKeys: keys }) },
        { ...facts, assumedPayload: { code: 0, result: { metadata: assumedEntries } } },
      );
}

/** "Set metadata". */
function setOneRequest(call: SetCall, actor: string, { key, values }: Entry): UpstreamRequest {
  const { autoDelete }: NexconnOptions = call.options;
  return formRequest(
    '/chatroom/entry/set.json',
    {
      chatroomId: call.target.channelId,
      userId: actor,
      key,
      value: values[0],
      autoDelete: autoDelete === undefined ? undefined : String(Number(autoDelete)),
      ...notificationFields(call),
    },
    { draws: openChannelDraws('set', 1), effect: 'idempotent', keys: [key] },
  );
}

/** "Batch set metadata". */
function batchSetRequest(
  profile: Profile,
  call: SetCall,
  actor: string,
  entries: readonly Entry[],
): UpstreamRequest {
  const { autoDelete }: NexconnOptions = call.options;
  const { channelId } = call.target;
  const metadata = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  const facts: RequestFacts = {
    draws: openChannelDraws('set', entries.length),
    effect: 'idempotent',
    keys: entries.map(({ key }) => key),
  };
  return profile === 'classic'
    ? formRequest(
        '/chatroom/entry/batch/set.json',
        {
          chatroomId: channelId,
          autoDelete: autoDelete === undefined ? undefined : String(Number(autoDelete)),
          entryOwnerId: actor,
          entryInfo: JSON.stringify(metadata),
        },
        facts,
      )
    : jsonRequest(
        '/v4/open-channel/metadata/batch/set',
        {
          channelId,
          metadataOwnerId: actor,
          metadata,
          ...numericFlag('shouldAutoDelete', autoDelete),
        },
        facts,
      );
}

/** "Remove metadata". */
function removeOneRequest(call: DeleteCall, actor: string, key: string): UpstreamRequest {
  return formRequest(
    '/chatroom/entry/remove.json',
    { chatroomId: call.target.channelId, userId: actor, key, ...notificationFields(call) },
    { draws: openChannelDraws('remove', 1), effect: 'idempotent', keys: [key] },
  );
}

/** "Batch remove metadata". */
function batchRemoveRequest(
  profile: Profile,
  call: DeleteCall,
  actor: string,
  keys: readonly string[],
): UpstreamRequest {
  const { channelId } = call.target;
  const facts: RequestFacts = {
    draws: openChannelDraws('remove', keys.length),
    effect: 'idempotent',
    keys,
  };
  return profile === 'classic'
    ? formRequest(
        '/chatroom/entry/batch/remove.json',
        { chatroomId: channelId, entryOwnerId: actor, entryKeys: JSON.stringify(keys) },
        facts,
      )
    : jsonRequest(
        '/v4/open-channel/metadata/batch/remove',
        { channelId, metadataOwnerId: actor, metadataKeys: keys },
        facts,
      );
}

function notificationFields({ options }: SetCall | DeleteCall) {
  const { notification }: NexconnOptions = options;
  if (notification === undefined) return {};
  const { type, content } = notification;
  return {
    objectName: type,
    content: content === undefined ? undefined : JSON.stringify(content),
  };
}
