import { checkKeys, refuseCursor } from '../../core/call-checks';
import { deletePresent } from '../../core/delete-present';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { ATTRIBUTES, checkSet, checkTarget, groupTypeOf } from './limits';
import { readAttributes } from './replies';
import {
  clearAttributes,
  deleteAttributes,
  getAttributes,
  modifyAttributes,
  send,
} from './requests';
import type { TencentSettings } from './settings';

/** In an explanation, stands for the keys that the vendor would return. */
const PLACEHOLDER_KEY = '<every key>';

export function* getChannel(settings: TencentSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkTarget(settings, 'channel', call.target);
  checkKeys('Tencent', ATTRIBUTES.key, call);
  const entries = readAttributes(yield* send(getAttributes(call.target)));
  const { keys } = call;
  return { entries: keys ? entries.filter(({ key }) => keys.includes(key)) : entries };
}

export function* setChannel(settings: TencentSettings, call: SetCall): Plan<Reply> {
  checkTarget(settings, 'channel', call.target);
  checkSet(ATTRIBUTES, call);
  yield* send(modifyAttributes(call.target, call.entries));
  return { entries: call.entries };
}

export function* deleteChannel(settings: TencentSettings, call: DeleteCall): Plan<Reply> {
  const { target, keys } = call;
  checkTarget(settings, 'channel', target);
  checkKeys('Tencent', ATTRIBUTES.key, call);
  if (keys !== 'all') yield* deleteKeys(target, keys);
  else if (groupTypeOf(settings, target.channelType) !== 'Community') yield* clear(target);
  else yield* deleteEach(target);
  return {};
}

/** The vendor may refuse to clear a group without attributes. */
function* clear(target: Target): Plan<void> {
  try {
    yield* send(clearAttributes(target));
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'entry-not-found')) throw error;
  }
}

/** A second round needs another client that sets a key at the same time. */
const MAX_ROUNDS = 3;

/**
 * A community has no call that deletes all: reads the keys, and deletes until a read shows none.
 * @throws GatewayError upstream-malformed where the reads keep showing keys
 */
function* deleteEach(target: Target): Plan<void> {
  let keys = yield* readKeys(target, [PLACEHOLDER_KEY]);
  for (let round = 1; keys.length > 0; round += 1) {
    if (round > MAX_ROUNDS) throw malformedReply('Tencent', 'no attributes after their deletion');
    yield* deleteKeys(target, keys);
    keys = yield* readKeys(target, []);
  }
}

/** Deletes in one request. A group has no more than 16 keys, so of more than 16 a read shows those that exist. */
function* deleteKeys(target: Target, keys: readonly string[]): Plan<void> {
  const existing = keys.length > ATTRIBUTES.keys ? yield* readKeys(target, keys, keys) : keys;
  yield* deletePresent(
    existing,
    (some) => send(deleteAttributes(target, some)),
    (some) => readKeys(target, [], some),
  );
}

function* readKeys(
  target: Target,
  assumed: readonly string[],
  wanted?: readonly string[],
): Plan<readonly string[]> {
  const present = readAttributes(yield* send(getAttributes(target, assumed))).map(({ key }) => key);
  return wanted === undefined ? present : present.filter((key) => wanted.includes(key));
}
