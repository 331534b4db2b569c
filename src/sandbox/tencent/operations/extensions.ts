import {
  byteLength,
  groupOf,
  keyIn,
  listIn,
  naturalIn,
  textIn,
  valueIn,
  type Call,
} from '../http/call';
import { Refusal } from '../model/errors';
import type { Extension, Message } from '../model/state';
import type { Unknowns } from '../model/unknowns';

/** Limits of message extensions ("Configuring message extension"). */
const MAX_KEYS_A_CALL = 20;
const MAX_EXTENSIONS = 300;
const MAX_KEY_BYTES = 100;
const PAGE_LENGTH = 200;

const SET = 1;
const DELETE = 2;
const CLEAR = 3;

/** @throws Refusal 10004, 10010, 10015, 10007, `missingMessage` or `plainMessage` */
function groupMessage(call: Call): Message {
  const group = groupOf(call);
  const { communityExtensions } = call.unknowns;
  if (group.type === 'AVChatRoom' || (group.type === 'Community' && !communityExtensions))
    throw new Refusal(10007);
  const { MsgSeq: number } = call.fields;
  if (!Number.isSafeInteger(number)) throw new Refusal(10004, 'MsgSeq is not an integer');
  return usable(group.messages.get(Number(number)), call);
}

/** @throws Refusal 10004, 70107, `missingMessage` or `plainMessage` */
function directMessage(call: Call): Message {
  const { fields, state, unknowns } = call;
  const to = textIn(fields, 'To_Account');
  const from = fields.From_Account === undefined ? undefined : textIn(fields, 'From_Account');
  if (unknowns.accounts === 'imported' && ![to, from ?? to].every((id) => state.accounts.has(id)))
    throw new Refusal(70107);
  const found = state.directMessages.get(textIn(fields, 'MsgKey'));
  const isSent = found?.to === to && [found.from, undefined].includes(from);
  const isReceived = found?.from === to && [found.to, undefined].includes(from);
  const isMeant = isSent || (isReceived && unknowns.directSender === 'either');
  return usable(isMeant ? found : undefined, call);
}

function usable(message: Message | undefined, { unknowns }: Call): Message {
  if (unknowns.extensions === 'disabled') throw new Refusal(unknowns.extensionsDisabled);
  if (message === undefined) throw new Refusal(unknowns.missingMessage, 'message does not exist');
  if (!message.supportsExtension)
    throw new Refusal(unknowns.plainMessage, 'message was sent without support for extensions');
  return message;
}

const listed = ([key, { value, seq }]: readonly [string, Extension]): object => ({
  Key: key,
  Value: value,
  Seq: seq,
});

/** A page of the extensions whose version is `StartSeq` or later. */
function get(message: Message, call: Call): object {
  const from = naturalIn(call.fields, 'StartSeq') ?? 0;
  const wanted = [...message.extensions].filter(
    ([, { seq, isDeleted }]) =>
      seq >= from && (!isDeleted || call.unknowns.deletedExtension === 'empty'),
  );
  return {
    CompleteFlag: wanted.length > PAGE_LENGTH ? 0 : 1,
    LatestSeq: message.latestSeq,
    ClearSeq: message.clearSeq,
    ExtensionList: wanted.slice(0, PAGE_LENGTH).map(listed),
  };
}

interface Change {
  readonly key: string;
  readonly value: string;
  /** The version that the caller knows. */
  readonly knownSeq: number;
  readonly isDelete: boolean;
}

/** Sets, deletes or clears; replies a result for each key. */
function set(message: Message, call: Call): object {
  const { OperateType: operation } = call.fields;
  const seq = message.latestSeq + 1;
  if (operation === CLEAR) {
    store(message, new Map(), seq);
    message.clearSeq = seq;
    return {};
  }
  if (operation !== SET && operation !== DELETE)
    throw new Refusal(10004, 'OperateType is not 1, 2 or 3');
  const extensions = new Map(message.extensions);
  const results = changesIn(call, operation === DELETE).map((change) =>
    apply(extensions, change, seq, call),
  );
  if (results.some(({ ErrorCode: code }) => code === 0)) store(message, extensions, seq);
  return { ExtensionList: results };
}

function store(message: Message, extensions: Message['extensions'], seq: number): void {
  message.extensions = extensions;
  message.latestSeq = seq;
}

/** @throws Refusal 10004 */
function changesIn(call: Call, isDelete: boolean): readonly Change[] {
  const list = listIn(call.fields, 'ExtensionList');
  if (list.length > MAX_KEYS_A_CALL)
    throw new Refusal(10004, `ExtensionList has more than ${MAX_KEYS_A_CALL} entries`);
  return list.map((item) => ({
    key: keyIn(item, 'Key', call),
    value: isDelete ? '' : valueIn(item, 'Value', call),
    knownSeq: naturalIn(item, 'Seq') ?? 0,
    isDelete,
  }));
}

/** Applies the change if no rule is against it. @throws Refusal where a rule concerns the whole call */
function apply(
  extensions: Map<string, Extension>,
  change: Change,
  seq: number,
  { unknowns }: Call,
): { readonly ErrorCode: number; readonly Extension: object } {
  const { key, value, isDelete } = change;
  const stored = extensions.get(key);
  const held = stored?.isDeleted === false ? stored : undefined;
  const code = refusalOf(change, held, extensions, unknowns);
  if (code === undefined) {
    const written = { value, seq, isDeleted: isDelete };
    extensions.delete(key); // the order is that of the versions
    extensions.set(key, written);
    return { ErrorCode: 0, Extension: listed([key, written]) };
  }
  if (unknowns.extensionLimit === 'call' && code !== SEQ_MISMATCH) throw new Refusal(code);
  const { value: heldValue = '', seq: heldSeq = 0 } = held ?? {};
  return { ErrorCode: code, Extension: { Key: key, Value: heldValue, Seq: heldSeq } };
}

const SEQ_MISMATCH = 23001;

/** The code of the rule that is against a change, if there is one. */
function refusalOf(
  { key, value, knownSeq, isDelete }: Change,
  held: Extension | undefined,
  extensions: Message['extensions'],
  unknowns: Unknowns,
): number | undefined {
  if (unknowns.checkSeq && knownSeq !== (held?.seq ?? 0)) return SEQ_MISMATCH;
  const isAbsent = isDelete && held === undefined && unknowns.deleteAbsentExtension === 'refuse';
  const isEmpty = !isDelete && value === '' && unknowns.emptyExtensionValue === 'refuse';
  const isTooLong =
    byteLength(key) > MAX_KEY_BYTES || byteLength(value) > unknowns.extensionValueBytes;
  const isTooMany = !isDelete && held === undefined && count(extensions) >= MAX_EXTENSIONS;
  const isRefused = unknowns.refusedKeys !== '' && key.includes(unknowns.refusedKeys);
  const isAgainst = isAbsent || isEmpty || isTooLong || isTooMany || isRefused;
  return isAgainst ? unknowns.keyRefusal : undefined;
}

const count = (extensions: Message['extensions']): number =>
  [...extensions.values()].filter(({ isDeleted }) => !isDeleted).length;

export const getDirect = (call: Call): object => get(directMessage(call), call);
export const setDirect = (call: Call): object => set(directMessage(call), call);
export const getGroup = (call: Call): object => get(groupMessage(call), call);
export const setGroup = (call: Call): object => set(groupMessage(call), call);
