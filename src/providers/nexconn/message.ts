import {
  requireActor,
  invalidCursor,
  checkKeys,
  refuseSeveralWrites,
} from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { tolerateAbsent } from './tolerate-absent';
import { MESSAGE, checkSet } from './limits';
import type { NexconnOptions } from './options';
import { messageDraws } from './quotas';
import { SOME_ENTRY, readEntries } from './replies';
import { WRITE, flag, json } from './requests';
import type { NexconnSettings } from './settings';

type Profile = NexconnSettings['profile'];

/** `channelType` of direct and group channels ("Set message metadata"). */
const CHANNEL_NUMBER = { direct: 1, group: 3 } as const;

/** A full page may be followed by one more; a vendor that ignores `page` must not hold us for ever. */
const LAST_PAGE = MESSAGE.pairs / MESSAGE.perRead + 1;

/** Metadata of one message, a page of at most 300 at a time; given keys are looked for on all pages. */
export function* getMessage(call: ReadCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  const first = pageOf(call.cursor);
  if (call.keys !== undefined) return { entries: yield* findEntries(call.target, call.keys) };
  const entries = readEntries(yield list(call.target, first));
  return entries.length < MESSAGE.perRead
    ? { entries }
    : { entries, nextCursor: String(first + 1) };
}

export function* setMessage(profile: Profile, call: SetCall): Plan<Reply> {
  checkSet(MESSAGE, call);
  const actor = requireActor(call);
  const parts = chunks(call.entries, MESSAGE.perSet);
  refuseSeveralWrites(call, parts.length);
  for (const part of parts) yield set(profile, call, actor, part);
  return { entries: call.entries };
}

export function* deleteMessage(call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  const actor = requireActor(call);
  const keys = call.keys === 'all' ? yield* everyKey(call.target) : call.keys;
  const parts = chunks(keys, MESSAGE.perDelete);
  refuseSeveralWrites(call, parts.length);
  for (const part of parts) yield* tolerateAbsent(remove(call, actor, part));
  return {};
}

function* findEntries(target: Target, keys: readonly string[]): Plan<Entry[]> {
  const wanted = new Set(keys);
  const found: Entry[] = [];
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = readEntries(yield list(target, page));
    found.push(...entries.filter(({ key }) => wanted.delete(key)));
    if (wanted.size === 0 || entries.length < MESSAGE.perRead) break;
  }
  return found;
}

function* everyKey(target: Target): Plan<string[]> {
  const keys = new Set<string>();
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = readEntries(yield list(target, page, [SOME_ENTRY]));
    for (const { key } of entries) keys.add(key);
    if (entries.length < MESSAGE.perRead) break;
  }
  return [...keys];
}

function pageOf(cursor: string | undefined): number {
  if (cursor === undefined) return 1;
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw invalidCursor();
  return Number(cursor);
}

function list(target: Target, page: number, presumed: readonly object[] = []): UpstreamRequest {
  const path =
    target.channelType === 'community'
      ? '/v4/community-channel/message/metadata/list'
      : '/v4/channel-type/message/metadata/list';
  const place = target.channelType === 'community' ? communityPlace(target) : {};
  return json(
    path,
    { messageId: target.messageId, ...place, page },
    {
      draws: messageDraws('list', target.channelType),
      effect: 'read',
      assumedPayload: { code: 0, result: { metadata: presumed } },
    },
  );
}

function set(
  profile: Profile,
  call: SetCall,
  actor: string,
  entries: readonly Entry[],
): UpstreamRequest {
  const { target } = call;
  // fromEntries defines own properties, so a key such as __proto__ is a key like any other
  const metadata = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  const endpoint = {
    draws: messageDraws('set', target.channelType),
    effect: WRITE,
    keys: entries.map(({ key }) => key),
  };
  if (target.channelType === 'community')
    return json(
      '/v4/community-channel/message/metadata/set',
      { messageId: target.messageId, userId: actor, ...communityPlace(target), metadata },
      endpoint,
    );
  const echo = flag('isEchoToSender', (call.options as NexconnOptions).echoToActor);
  return profile === 'classic'
    ? json(
        '/v4/message/metadata/set',
        { messageUID: target.messageId, userId: actor, ...place(target), metadata, ...echo },
        endpoint,
      )
    : json(
        '/v4/channel-type/message/metadata/set',
        { messageId: target.messageId, userId: actor, ...place(target), metadata, ...echo },
        endpoint,
      );
}

function remove(call: DeleteCall, actor: string, keys: readonly string[]): UpstreamRequest {
  const { target } = call;
  const endpoint = { draws: messageDraws('delete', target.channelType), effect: WRITE, keys };
  if (target.channelType === 'community')
    return json(
      '/v4/community-channel/message/metadata/delete',
      { messageId: target.messageId, userId: actor, ...communityPlace(target), keys },
      endpoint,
    );
  const echo = flag('syncToSender', (call.options as NexconnOptions).echoToActor);
  return json(
    '/v4/channel-type/message/metadata/delete',
    { messageId: target.messageId, userId: actor, ...place(target), keys, ...echo },
    endpoint,
  );
}

function place({ channelType, channelId }: Target) {
  return {
    channelType: channelType === 'group' ? CHANNEL_NUMBER.group : CHANNEL_NUMBER.direct,
    channelId,
  };
}

/** The subchannel is named if, and only if, the message was sent with one. */
function communityPlace({ channelId, subchannelId }: Target) {
  return { channelId, ...(subchannelId !== undefined && { subchannelId }) };
}
