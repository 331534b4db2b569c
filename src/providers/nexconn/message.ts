import {
  checkKeys,
  invalidCursor,
  refuseSeveralWrites,
  requireActor,
} from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { ignoreAbsentEntries } from './errors';
import { MESSAGE, checkSet } from './limits';
import type { NexconnOptions } from './options';
import { messageDraws } from './quotas';
import { PLACEHOLDER_ENTRY, readEntries } from './replies';
import { jsonRequest, numericFlag, type RequestFacts } from './requests';
import type { NexconnSettings } from './settings';

type Profile = NexconnSettings['profile'];

/** `channelType` of direct and group channels ("Set message metadata"). */
const CHANNEL_TYPE_NUMBERS = { direct: 1, group: 3 } as const;

/**
 * A full page may be followed by an empty one. The bound ends the read if the vendor ignores `page` and
 * returns a full page every time.
 */
const LAST_PAGE = MESSAGE.pairs / MESSAGE.perRead + 1;

/** Without keys, returns one page of at most 300 entries. With keys, looks for them on every page. */
export function* getMessage(call: ReadCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  const page = parseCursor(call.cursor);
  if (call.keys !== undefined) return { entries: yield* findEntries(call.target, call.keys) };
  const entries = readEntries(yield listRequest(call.target, page));
  return entries.length < MESSAGE.perRead ? { entries } : { entries, nextCursor: String(page + 1) };
}

export function* setMessage(profile: Profile, call: SetCall): Plan<Reply> {
  checkSet(MESSAGE, call);
  const actor = requireActor(call);
  const parts = chunks(call.entries, MESSAGE.perSet);
  refuseSeveralWrites(call, parts.length);
  for (const part of parts) yield setRequest(profile, call, actor, part);
  return { entries: call.entries };
}

export function* deleteMessage(call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  const actor = requireActor(call);
  const keys = call.keys === 'all' ? yield* readAllKeys(call.target) : call.keys;
  const parts = chunks(keys, MESSAGE.perDelete);
  refuseSeveralWrites(call, parts.length);
  for (const part of parts) yield* ignoreAbsentEntries(deleteRequest(call, actor, part));
  return {};
}

function* findEntries(target: Target, keys: readonly string[]): Plan<Entry[]> {
  const missing = new Set(keys);
  const found: Entry[] = [];
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = readEntries(yield listRequest(target, page));
    found.push(...entries.filter(({ key }) => missing.delete(key)));
    if (missing.size === 0 || entries.length < MESSAGE.perRead) break;
  }
  return found;
}

function* readAllKeys(target: Target): Plan<string[]> {
  const keys = new Set<string>();
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = readEntries(yield listRequest(target, page, [PLACEHOLDER_ENTRY]));
    for (const { key } of entries) keys.add(key);
    if (entries.length < MESSAGE.perRead) break;
  }
  return [...keys];
}

/** A cursor is the number of the next page. @throws GatewayError invalid-request */
function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 1;
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw invalidCursor();
  return Number(cursor);
}

/** "Get message metadata". @param assumedEntries for explanations */
function listRequest(
  target: Target,
  page: number,
  assumedEntries: readonly object[] = [],
): UpstreamRequest {
  const { messageId, channelType } = target;
  const facts: RequestFacts = {
    draws: messageDraws('list', channelType),
    effect: 'read',
    assumedPayload: { code: 0, result: { metadata: assumedEntries } },
  };
  return channelType === 'community'
    ? jsonRequest(
        '/v4/community-channel/message/metadata/list',
        { messageId, ...communityFields(target), page },
        facts,
      )
    : jsonRequest('/v4/channel-type/message/metadata/list', { messageId, page }, facts);
}

/** "Set message metadata" and "Set community message metadata". */
function setRequest(
  profile: Profile,
  call: SetCall,
  actor: string,
  entries: readonly Entry[],
): UpstreamRequest {
  const { target } = call;
  // fromEntries defines own properties, so that `__proto__` is a key like any other
  const metadata = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  const facts: RequestFacts = {
    draws: messageDraws('set', target.channelType),
    effect: 'idempotent',
    keys: entries.map(({ key }) => key),
  };
  if (target.channelType === 'community')
    return jsonRequest(
      '/v4/community-channel/message/metadata/set',
      { messageId: target.messageId, userId: actor, ...communityFields(target), metadata },
      facts,
    );
  const { echoToActor }: NexconnOptions = call.options;
  const fields = {
    userId: actor,
    ...channelFields(target),
    metadata,
    ...numericFlag('isEchoToSender', echoToActor),
  };
  return profile === 'classic'
    ? jsonRequest('/v4/message/metadata/set', { messageUID: target.messageId, ...fields }, facts)
    : jsonRequest(
        '/v4/channel-type/message/metadata/set',
        { messageId: target.messageId, ...fields },
        facts,
      );
}

/** "Delete message metadata" and "Delete community message metadata". */
function deleteRequest(call: DeleteCall, actor: string, keys: readonly string[]): UpstreamRequest {
  const { target } = call;
  const facts: RequestFacts = {
    draws: messageDraws('delete', target.channelType),
    effect: 'idempotent',
    keys,
  };
  if (target.channelType === 'community')
    return jsonRequest(
      '/v4/community-channel/message/metadata/delete',
      { messageId: target.messageId, userId: actor, ...communityFields(target), keys },
      facts,
    );
  const { echoToActor }: NexconnOptions = call.options;
  return jsonRequest(
    '/v4/channel-type/message/metadata/delete',
    {
      messageId: target.messageId,
      userId: actor,
      ...channelFields(target),
      keys,
      ...numericFlag('syncToSender', echoToActor),
    },
    facts,
  );
}

function channelFields({ channelType, channelId }: Target) {
  return {
    channelType: channelType === 'group' ? CHANNEL_TYPE_NUMBERS.group : CHANNEL_TYPE_NUMBERS.direct,
    channelId,
  };
}

/** The vendor requires `subchannelId` exactly if the message was sent with one. */
function communityFields({ channelId, subchannelId }: Target) {
  return { channelId, ...(subchannelId !== undefined && { subchannelId }) };
}
