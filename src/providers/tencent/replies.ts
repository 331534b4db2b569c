import { GatewayError } from '../../core/gateway-error';
import { isRecord, type JsonObject } from '../../core/json';
import type { Counter, Entry } from '../../core/metadata';
import { malformedReply } from '../../core/vendor-reply';

const isMissing = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

/** The objects of a list that an empty reply may leave out. @throws GatewayError upstream-malformed */
function listOf(payload: unknown, name: string): readonly JsonObject[] {
  const list = isRecord(payload) ? payload[name] : undefined;
  if (isMissing(list)) return [];
  if (!Array.isArray(list) || !list.every(isRecord))
    throw malformedReply('Tencent', `the list ${name}`);
  return list;
}

/** The attributes of a group. @throws GatewayError upstream-malformed */
export const readAttributes = (payload: unknown): Entry[] =>
  listOf(payload, 'GroupAttrAry').map(({ key, value }) => {
    if (typeof key !== 'string' || typeof value !== 'string')
      throw malformedReply('Tencent', 'attributes that are texts');
    return { key, values: [value] };
  });

/**
 * The counters of a group, 64-bit integers. One beyond ±(2^53 − 1) has lost digits when it is parsed.
 * @throws GatewayError upstream-malformed; provider-limit for a counter that cannot be told exactly
 */
export const readCounters = (payload: unknown): Counter[] =>
  listOf(payload, 'GroupCounter').map(({ Key: key, Value: value }) => {
    if (typeof key !== 'string' || !Number.isInteger(value))
      throw malformedReply('Tencent', 'counters that are whole numbers');
    if (!Number.isSafeInteger(value)) throw inexact(key);
    return { key, value: Number(value) };
  });

const inexact = (key: string): GatewayError =>
  new GatewayError(
    'provider-limit',
    `Tencent: the counter ${JSON.stringify(key)} is beyond ±(2^53 − 1), where JSON readers round numbers.`,
    { upstream: { provider: 'tencent' } },
  );

/** One page of the extensions of a message. */
export interface ExtensionPage {
  readonly entries: readonly { readonly entry: Entry; readonly seq: number }[];
  readonly isLast: boolean;
  /** Entries of this version and earlier ones are gone. */
  readonly clearSeq: number;
}

/** @throws GatewayError upstream-malformed */
export function readExtensions(payload: unknown): ExtensionPage {
  const entries = listOf(payload, 'ExtensionList').map(({ Key: key, Value: value, Seq: seq }) => {
    if (typeof key !== 'string' || typeof value !== 'string' || !Number.isSafeInteger(seq))
      throw malformedReply('Tencent', 'extensions with a key, a value and a version');
    return { entry: { key, values: [value] }, seq: Number(seq) };
  });
  const { CompleteFlag: flag, ClearSeq: clearSeq } = isRecord(payload) ? payload : {};
  if (!isMissing(flag) && flag !== 0 && flag !== 1)
    throw malformedReply('Tencent', 'a CompleteFlag of 0 or 1');
  if (!isMissing(clearSeq) && !Number.isSafeInteger(clearSeq))
    throw malformedReply('Tencent', 'a ClearSeq that is a whole number');
  return { entries, isLast: flag !== 0, clearSeq: Number(clearSeq ?? 0) };
}

/** The vendor's code for each key that a write of extensions did not change. @throws GatewayError upstream-malformed */
export function readRefusedKeys(payload: unknown): ReadonlyMap<string, number> {
  const results = listOf(payload, 'ExtensionList').map(({ ErrorCode: code, Extension: of }) => {
    if (!Number.isSafeInteger(code) || !isRecord(of) || typeof of.Key !== 'string')
      throw malformedReply('Tencent', 'a result for each key');
    return [of.Key, Number(code)] as const;
  });
  return new Map(results.filter(([, code]) => code !== 0));
}
