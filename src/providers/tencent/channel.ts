import { checkKeys, refuseCursor } from '../../core/call-checks';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { ATTRIBUTE_MISSING } from './errors';
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
  else if (groupTypeOf(settings, target.channelType) !== 'Community')
    yield* send(clearAttributes(target));
  else yield* deleteEach(target);
  return {};
}

/** A community has no call that deletes all: reads the keys, and deletes until a read shows none. */
function* deleteEach(target: Target): Plan<void> {
  for (let assumed = [PLACEHOLDER_KEY]; ; assumed = []) {
    const keys = yield* readKeys(target, assumed);
    if (keys.length === 0) return;
    yield* deleteKeys(target, keys);
  }
}

/**
 * Deletes in one request. The vendor refuses it if one of the keys does not exist: then a read shows those
 * that do. A group has no more than 16 keys, so of more than 16 some do not exist.
 */
function* deleteKeys(target: Target, keys: readonly string[]): Plan<void> {
  let existing = keys;
  if (keys.length > ATTRIBUTES.keys) existing = yield* readKeys(target, keys, keys);
  while (existing.length > 0) {
    try {
      yield* send(deleteAttributes(target, existing));
      return;
    } catch (error) {
      if (!isMissingAttribute(error)) throw error;
      if (existing.length === 1) return;
    }
    existing = yield* readKeys(target, [], existing);
  }
}

function* readKeys(
  target: Target,
  assumed: readonly string[],
  wanted?: readonly string[],
): Plan<readonly string[]> {
  const present = readAttributes(yield* send(getAttributes(target, assumed))).map(({ key }) => key);
  return wanted === undefined ? present : present.filter((key) => wanted.includes(key));
}

const isMissingAttribute = (error: unknown): boolean =>
  error instanceof GatewayError && error.details.upstream?.code === ATTRIBUTE_MISSING;
