import { checkKeys, refuseCursor, refuseSeveralWrites, requireActor } from '../../core/call-checks';
import { chunks } from '../../core/chunks';
import { GatewayError } from '../../core/gateway-error';
import type { Entry } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan } from '../../core/upstream';
import { malformedReply } from '../../core/vendor-reply';
import { failureOfCode } from './errors';
import { checkSet, checkTarget, EXTENSIONS, EXTENSIONS_PER_CALL, extensionRules } from './limits';
import { readExtensions, readRefusedKeys } from './replies';
import {
  clearExtensions,
  deleteExtensions,
  getExtensions,
  messagePlace,
  send,
  setExtensions,
  type MessagePlace,
} from './requests';
import type { TencentSettings } from './settings';

export function* getMessage(settings: TencentSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  const place = placeOf(settings, call);
  checkKeys('Tencent', EXTENSIONS.key, call);
  const entries = yield* readAll(settings, place);
  const { keys } = call;
  return { entries: keys ? entries.filter(({ key }) => keys.includes(key)) : entries };
}

export function* setMessage(settings: TencentSettings, call: SetCall): Plan<Reply> {
  const place = placeOf(settings, call);
  checkSet(extensionRules(settings), call);
  const parts = chunks(call.entries, EXTENSIONS_PER_CALL);
  refuseSeveralWrites(call, parts.length);
  const written: string[] = [];
  for (const part of parts) {
    const keys = part.map(({ key }) => key);
    const refused = readRefusedKeys(yield* send(setExtensions(place, part)));
    written.push(...keys.filter((key) => !refused.has(key)));
    if (refused.size > 0) throw refusal(settings, refused, keys.length, written);
  }
  return { entries: call.entries };
}

export function* deleteMessage(settings: TencentSettings, call: DeleteCall): Plan<Reply> {
  const place = placeOf(settings, call);
  checkKeys('Tencent', EXTENSIONS.key, call);
  if (call.keys === 'all') {
    yield* send(clearExtensions(place));
    return {};
  }
  const parts = chunks(call.keys, EXTENSIONS_PER_CALL);
  refuseSeveralWrites(call, parts.length);
  const deleted: string[] = [];
  for (const keys of parts) {
    const results = readRefusedKeys(yield* send(deleteExtensions(place, keys)));
    const refused = yield* stillThere(settings, place, results);
    deleted.push(...keys.filter((key) => !refused.has(key)));
    if (refused.size > 0) throw refusal(settings, refused, keys.length, deleted);
  }
  return {};
}

/** @throws GatewayError invalid-request without an actor, who is the sender of a direct message */
function placeOf(settings: TencentSettings, call: ReadCall | SetCall | DeleteCall): MessagePlace {
  checkTarget(settings, 'message', call.target);
  const sender = call.target.channelType === 'direct' ? requireActor(call) : undefined;
  return messagePlace(call.target, sender);
}

/**
 * Reads pages until the last. Keys of one version may be on two pages, so the next page begins with the
 * last version of the one before. A key that is written meanwhile moves to the end.
 */
function* readAll(settings: TencentSettings, place: MessagePlace): Plan<readonly Entry[]> {
  const found = new Map<string, { readonly entry: Entry; readonly seq: number }>();
  for (let startSeq = FIRST_SEQ; ;) {
    const { entries, isLast, clearSeq } = readExtensions(
      yield* send(getExtensions(place, startSeq)),
    );
    for (const [key, { seq }] of found) if (seq <= clearSeq) found.delete(key);
    for (const one of entries) {
      found.delete(one.entry.key);
      found.set(one.entry.key, one);
    }
    if (isLast) break;
    const lastSeq = entries.at(-1)?.seq ?? 0;
    if (lastSeq <= startSeq) throw malformedReply('Tencent', 'versions above that of the request');
    startSeq = lastSeq;
  }
  const isDeleted = ({ values }: Entry) =>
    settings.deletedExtensions === 'empty' && values[0] === '';
  return [...found.values()].map(({ entry }) => entry).filter((entry) => !isDeleted(entry));
}

/** Versions count from 1. */
const FIRST_SEQ = 1;

/**
 * The keys whose deletion was refused and that exist: the vendor documents no code for a key that does not.
 * @throws the error of the read
 */
function* stillThere(
  settings: TencentSettings,
  place: MessagePlace,
  refused: ReadonlyMap<string, number>,
): Plan<ReadonlyMap<string, number>> {
  if (refused.size === 0) return refused;
  const present = new Set((yield* readAll(settings, place)).map(({ key }) => key));
  return new Map([...refused].filter(([key]) => present.has(key)));
}

/** The error of a call of which the vendor refused some keys, or all. */
function refusal(
  settings: TencentSettings,
  refused: ReadonlyMap<string, number>,
  keys: number,
  written: readonly string[],
): GatewayError {
  const [vendorCode = 0] = refused.values();
  const { code, meaning } = failureOfCode(settings, vendorCode);
  return new GatewayError(code, `Tencent refused ${refused.size} of ${keys} keys: ${meaning}.`, {
    applied: { keys: written },
    upstream: { provider: 'tencent', status: 200, code: vendorCode },
  });
}
