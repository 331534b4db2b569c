import type { GatewayError } from './gateway-error';
import type { Counter, CounterChange, Entry, Target } from './metadata';

interface Call {
  readonly target: Target;
  /**
   * The user on whose behalf the vendor is called: the one that the caller names, or else the default of
   * the connection.
   */
  readonly actorId?: string | undefined;
  /** The vendor's own options, already validated against the provider's options class. */
  readonly options: object;
  /** `Prefer: handling=strict`: refuse an operation that needs more than one vendor write. */
  readonly strict: boolean;
  /** Write only if the target's metadata has one of these entity tags; `*` matches every tag. */
  readonly ifMatch?: readonly string[] | undefined;
  /** Write only if there is an entry under the key in the path, or only if there is none. */
  readonly ifEntry?: 'exists' | 'missing' | undefined;
}

/** The pointer of the keys in the request: of their list, or of the one key in the path. */
type KeysPointer = 'path/key' | 'query/keys' | '/keys';

export interface ReadCall extends Call {
  /** Absent: read all keys. */
  readonly keys?: readonly string[];
  readonly keysPointer?: KeysPointer;
  readonly cursor?: string;
}
/** A read of several messages of one channel; the target names no message. */
export interface ReadMessagesCall extends Call {
  /** Each once. */
  readonly messageIds: readonly string[];
  /** Absent: read all keys of each message. */
  readonly keys?: readonly string[];
  readonly keysPointer?: KeysPointer;
}
export interface SetCall extends Call {
  readonly entries: readonly Entry[];
  /** The request path names the only key. Plans then use the vendor's endpoint for one key, if any. */
  readonly isKeyInPath: boolean;
  /** False: write only keys that exist. Default: true. */
  readonly upsert?: boolean | undefined;
  /** Keys to delete in the same vendor call, from merged deletes: see `Adapter.mergesDeletes`. */
  readonly deletes?: readonly string[] | undefined;
}
export interface DeleteCall extends Call {
  readonly keys: readonly string[] | 'all';
  readonly keysPointer?: KeysPointer;
}
/** Adds values to entries and removes values from others. A key occurs once in both lists together. */
export interface ValuesCall extends Call {
  readonly add: readonly Entry[];
  readonly remove: readonly Entry[];
  /** Where the request has the entries: the only key in the path, both lists, or those of a batch operation. */
  readonly entriesAt: 'path/key' | 'lists' | '/entries';
}
export interface ChangeCountersCall extends Call {
  readonly changes: readonly CounterChange[];
  /** False: change only counters that exist. Default: true. */
  readonly upsert?: boolean | undefined;
}

/** The call of each operation. Names consist of a resource and a verb. */
export interface Operations {
  'message.get': ReadCall;
  'message.get-many': ReadMessagesCall;
  'message.set': SetCall;
  'message.delete': DeleteCall;
  'message.add-values': ValuesCall;
  'message.remove-values': ValuesCall;
  'message.change-values': ValuesCall;
  'channel.get': ReadCall;
  'channel.set': SetCall;
  'channel.delete': DeleteCall;
  'counters.get': ReadCall;
  'counters.change': ChangeCountersCall;
  'counters.delete': DeleteCall;
}
export type OperationName = keyof Operations;

/** Whether an operation reads or writes the vendor's data; credentials grant the two separately. */
export const OPERATION_ACCESS: Readonly<Record<OperationName, 'read' | 'write'>> = {
  'message.get': 'read',
  'message.get-many': 'read',
  'message.set': 'write',
  'message.delete': 'write',
  'message.add-values': 'write',
  'message.remove-values': 'write',
  'message.change-values': 'write',
  'channel.get': 'read',
  'channel.set': 'write',
  'channel.delete': 'write',
  'counters.get': 'read',
  'counters.change': 'write',
  'counters.delete': 'write',
};

export const isReadOperation = (name: OperationName): boolean => OPERATION_ACCESS[name] === 'read';

export type Operation = { [N in OperationName]: { name: N; call: Operations[N] } }[OperationName];

/** The keys that a call names, in its order, or `all`. */
export function namedKeys(call: Operation['call']): readonly string[] | 'all' {
  if ('changes' in call) return call.changes.map(({ key }) => key);
  if ('entries' in call) return [...call.entries.map(({ key }) => key), ...(call.deletes ?? [])];
  if ('add' in call) return [...call.add, ...call.remove].map(({ key }) => key);
  return call.keys ?? 'all';
}

/** The part of a set that is written where these keys exist, and with `upsert: false` the keys that are not. */
export function replyOfSet(
  { entries, upsert = true }: Pick<SetCall, 'entries' | 'upsert'>,
  existingKeys: ReadonlySet<string>,
): Reply & { readonly entries: readonly Entry[] } {
  if (upsert) return { entries };
  const skipped = entries.map(({ key }) => key).filter((key) => !existingKeys.has(key));
  return {
    entries: entries.filter(({ key }) => existingKeys.has(key)),
    ...(skipped.length > 0 && { skipped }),
  };
}
/** The metadata of one of several messages, or the reason why it could not be read. */
export type MessageReply = { readonly messageId: string } & (
  | { readonly entries: readonly Entry[]; readonly nextCursor?: string }
  | { readonly error: GatewayError }
);

/** The normalized reply of an operation; a delete has an empty one. */
export interface Reply {
  readonly entries?: readonly Entry[];
  /** One for each message that was asked for, in any order. */
  readonly messages?: readonly MessageReply[];
  readonly counters?: readonly Counter[];
  /** With `upsert: false`: the keys that were not written, because they do not exist. */
  readonly skipped?: readonly string[];
  readonly nextCursor?: string;
}
