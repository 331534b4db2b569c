import {
  checkKeys,
  invalidCursor,
  refuseCursor,
  refuseSeveralWrites,
  requireActor,
} from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import { deletePresent } from '../../core/delete-present';
import type { ChannelType, Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import type { MessageDialect, MessageWrite } from './dialects';
import { MESSAGE, checkSet } from './limits';
import { SUPPORTED_OPTIONS, checkOptions, type NexconnOptions } from './options';
import { messageDraws } from './quotas';
import { PLACEHOLDER_KEY } from './replies';

/**
 * A full page may be followed by an empty one. The bound ends every read if the vendor ignores `page` and
 * returns a full page every time.
 */
const LAST_PAGE = MESSAGE.pairs / MESSAGE.perRead + 1;

/** Without keys, returns one page of at most 300 entries. With keys, looks for them on every page. */
export function* getMessage(dialect: MessageDialect, call: ReadCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  const { target, cursor, keys } = call;
  if (keys !== undefined) {
    refuseCursor(call); // no reply with keys has a next page
    return { entries: yield* findEntries(dialect, target, keys) };
  }
  const page = parseCursor(cursor);
  const entries = yield* readPage(dialect, target, page);
  const isLast = entries.length < MESSAGE.perRead || page >= LAST_PAGE;
  return isLast ? { entries } : { entries, nextCursor: String(page + 1) };
}

/** @param communityPairs the most pairs of one request for a community message */
export function* setMessage(
  dialect: MessageDialect,
  communityPairs: number,
  call: SetCall,
): Plan<Reply> {
  checkSet(MESSAGE, call);
  checkOptions(call, supportOf(call.target.channelType));
  const write = writeOf(call);
  const perSet = call.target.channelType === 'community' ? communityPairs : MESSAGE.perSet;
  const parts = chunks(call.entries, perSet);
  refuseSeveralWrites(call, parts.length);
  for (const entries of parts)
    yield {
      draws: messageDraws('set', call.target.channelType),
      effect: 'idempotent',
      keys: entries.map(({ key }) => key),
      ...dialect.set(write, entries),
    };
  return { entries: call.entries };
}

export function* deleteMessage(dialect: MessageDialect, call: DeleteCall): Plan<Reply> {
  checkKeys('Nexconn', MESSAGE.key, call);
  checkOptions(call, supportOf(call.target.channelType));
  const write = writeOf(call);
  const keys = call.keys === 'all' ? yield* readAllKeys(dialect, call.target) : call.keys;
  const parts = chunks(keys, MESSAGE.perDelete);
  refuseSeveralWrites(call, parts.length);
  const remove = function* (part: readonly string[]): Plan<void> {
    yield {
      draws: messageDraws('delete', call.target.channelType),
      effect: 'idempotent',
      keys: part,
      ...dialect.delete(write, part),
    };
  };
  const findPresent = function* (part: readonly string[]): Plan<string[]> {
    return (yield* findEntries(dialect, call.target, part)).map(({ key }) => key);
  };
  for (const part of parts) yield* deletePresent(part, remove, findPresent);
  return {};
}

const supportOf = (channelType: ChannelType) =>
  channelType === 'community'
    ? SUPPORTED_OPTIONS.communityMessage
    : SUPPORTED_OPTIONS.channelMessage;

function writeOf(call: SetCall | DeleteCall): MessageWrite {
  const { echoToActor }: NexconnOptions = call.options;
  return { target: call.target, actor: requireActor(call), echo: echoToActor };
}

function* findEntries(
  dialect: MessageDialect,
  target: Target,
  keys: readonly string[],
): Plan<Entry[]> {
  const missing = new Set(keys);
  const found: Entry[] = [];
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = yield* readPage(dialect, target, page);
    found.push(...entries.filter(({ key }) => missing.delete(key)));
    if (missing.size === 0 || entries.length < MESSAGE.perRead) break;
  }
  return found;
}

function* readAllKeys(dialect: MessageDialect, target: Target): Plan<string[]> {
  const keys = new Set<string>();
  for (let page = 1; page <= LAST_PAGE; page += 1) {
    const entries = yield* readPage(dialect, target, page, [PLACEHOLDER_KEY]);
    for (const { key } of entries) keys.add(key);
    if (entries.length < MESSAGE.perRead) break;
  }
  return [...keys];
}

/** @param assumedKeys for explanations */
function* readPage(
  dialect: MessageDialect,
  target: Target,
  page: number,
  assumedKeys: readonly string[] = [],
): Plan<Entry[]> {
  const payload = yield {
    draws: messageDraws('list', target.channelType),
    effect: 'read',
    ...dialect.list(target, page, assumedKeys),
  };
  return dialect.readList(payload);
}

/** A cursor is the number of the next page. @throws GatewayError invalid-request */
function parseCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 1;
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw invalidCursor();
  return Number(cursor);
}
