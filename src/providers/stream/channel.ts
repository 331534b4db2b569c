import { checkKeys, refuseCursor } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { checkDeletable, checkEntries, checkTarget, keyRule } from './limits';
import { refuseOptions } from './options';
import { confirmWritten, readChannel, readChannelList } from './replies';
import { readChannelRequest, updateChannelRequest, type Update } from './requests';
import type { StreamSettings } from './settings';

/** In an explanation, stands for the keys that the vendor would return. */
export const PLACEHOLDER: Entry = { key: '<every key>', values: [] };

export function* getChannel(settings: StreamSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkTarget(call.target);
  checkKeys('Stream', keyRule('channel', settings), call);
  return { entries: selectKeys(yield* read(settings, call.target), call.keys) };
}

/** @param keys absent: all */
export const selectKeys = (entries: readonly Entry[], keys?: readonly string[]) =>
  keys === undefined ? entries : entries.filter(({ key }) => keys.includes(key));

/** Sets keys, and deletes those of merged deletes, in one request. */
export function* setChannel(settings: StreamSettings, call: SetCall): Plan<Reply> {
  checkTarget(call.target);
  refuseOptions(call);
  checkEntries(keyRule('channel', settings), call);
  yield* update(settings, call.target, { set: call.entries, unset: call.deletes ?? [] });
  return { entries: call.entries };
}

/**
 * Deletes the given keys in one request. To delete all, it reads the keys first, and again deletes those
 * that the reply shows: others may have set them in between.
 */
export function* deleteChannel(settings: StreamSettings, call: DeleteCall): Plan<Reply> {
  checkTarget(call.target);
  refuseOptions(call);
  checkKeys('Stream', keyRule('channel', settings), call);
  const { target } = call;
  if (call.keys !== 'all') {
    yield* update(settings, target, { set: [], unset: call.keys });
    return {};
  }
  let remaining = yield* read(settings, target, [PLACEHOLDER]);
  while (remaining.length > 0) {
    checkDeletable(remaining);
    const unset = remaining.map(({ key }) => key);
    remaining = yield* update(settings, target, { set: [], unset });
  }
  return {};
}

function* read(
  settings: StreamSettings,
  target: Target,
  assumed: readonly Entry[] = [],
): Plan<readonly Entry[]> {
  const readReply = settings.channelRead === 'get' ? readChannel : readChannelList;
  return readReply(settings, target, yield readChannelRequest(settings, target, assumed));
}

/** @returns the entries after the update */
function* update(settings: StreamSettings, target: Target, change: Update): Plan<readonly Entry[]> {
  const request = updateChannelRequest(settings, target, change);
  const stored = readChannel(settings, target, yield request);
  confirmWritten(change, stored);
  return stored;
}
