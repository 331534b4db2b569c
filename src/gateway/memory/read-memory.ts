import type { Operation, Reply } from '../../core/operation';
import type { Adapter } from '../../core/provider';
import { sizeOf } from './reply-size';

/** A read, and what a write must change to make its reply obsolete. */
export interface ReadPlace {
  /** The message or channel at the vendor account, whatever connection reads it. */
  readonly target: string;
  /** Everything that the reply depends on. */
  readonly key: string;
  /** The settings of the connection: a reply is of no use after they have changed. */
  readonly adapter: Adapter;
}

/** A reply of an earlier read. */
export interface KeptReply {
  readonly reply: Reply;
  readonly ageMs: number;
}

interface Kept {
  readonly reply: Reply;
  readonly atMs: number;
  readonly adapter: Adapter;
}

interface KeptTarget {
  readonly replies: Map<string, Kept>;
  bytes: number;
}

/** A read that has begun. A write to its target makes it obsolete. */
interface BegunRead {
  isObsolete: boolean;
}

/**
 * The latest replies to reads of this replica, for callers that accept older data. The least recently used
 * targets are forgotten beyond a number of bytes. A write forgets its target when it begins, however it ends,
 * and the reply to a read that overlaps with it is not kept: the vendor may have given it before.
 */
export class ReadMemory {
  /** The least recently used target first. */
  private readonly targets = new Map<string, KeptTarget>();
  /**
   * Goes on where it was: it has passed only what was removed, and what is used moves to the end. A new
   * iterator each time would skip all removed entries again, which took 10 µs a read.
   */
  private oldest = this.targets.keys();
  private readonly reads = new Map<string, Set<BegunRead>>();
  /** The number of writes under way, by target. */
  private readonly writes = new Map<string, number>();
  private bytes = 0;

  /**
   * @param maxBytes the limit now; an estimate of what the replies take
   * @param now monotonic milliseconds
   */
  constructor(
    private readonly maxBytes: () => number,
    private readonly now: () => number,
  ) {}

  get usedBytes(): number {
    return this.bytes;
  }

  /** The reply to the same read, where it is not older. */
  find({ target, key, adapter }: ReadPlace, maxAgeMs: number): KeptReply | undefined {
    const found = this.targets.get(target);
    const kept = found?.replies.get(key);
    if (found === undefined || kept?.adapter !== adapter) return undefined;
    const ageMs = this.now() - kept.atMs;
    if (ageMs > maxAgeMs) return undefined;
    this.targets.delete(target);
    this.targets.set(target, found);
    return { reply: kept.reply, ageMs };
  }

  /** To be ended with `endRead`. */
  beginRead({ target }: ReadPlace): BegunRead {
    const read = { isObsolete: this.writes.has(target) };
    const others = this.reads.get(target);
    if (others === undefined) this.reads.set(target, new Set([read]));
    else others.add(read);
    return read;
  }

  /** @param reply undefined: the read has failed, or its reply is not to be kept */
  endRead(place: ReadPlace, read: BegunRead, reply: Reply | undefined): void {
    const others = this.reads.get(place.target);
    others?.delete(read);
    if (others?.size === 0) this.reads.delete(place.target);
    if (reply !== undefined && !read.isObsolete) this.keep(place, reply);
  }

  /** To be ended with `endWrite`. */
  beginWrite(target: string): void {
    this.writes.set(target, (this.writes.get(target) ?? 0) + 1);
    for (const read of this.reads.get(target) ?? []) read.isObsolete = true;
    this.remove(target);
  }

  endWrite(target: string): void {
    const others = (this.writes.get(target) ?? 1) - 1;
    if (others === 0) this.writes.delete(target);
    else this.writes.set(target, others);
  }

  private keep({ target, key, adapter }: ReadPlace, reply: Reply): void {
    const found = this.targets.get(target) ?? { replies: new Map<string, Kept>(), bytes: 0 };
    const before = found.replies.get(key);
    const bytes = sizeOf(key, reply) - (before === undefined ? 0 : sizeOf(key, before.reply));
    found.replies.set(key, { reply, atMs: this.now(), adapter });
    found.bytes += bytes;
    this.bytes += bytes;
    this.targets.delete(target);
    this.targets.set(target, found);
    while (this.bytes > this.maxBytes() && this.targets.size > 0) this.remove(this.nextOldest());
  }

  private nextOldest(): string {
    const next = this.oldest.next();
    if (next.done !== true) return next.value;
    this.oldest = this.targets.keys();
    return this.oldest.next().value ?? '';
  }

  private remove(target: string): void {
    this.bytes -= this.targets.get(target)?.bytes ?? 0;
    this.targets.delete(target);
  }
}

/**
 * The message or channel of an operation at its vendor account. Ids of messages are those of the account:
 * vendors find a message whatever channel the call names.
 */
export function memoryTarget(provider: string, { vendorAccountId }: Adapter, operation: Operation) {
  const [resource] = operation.name.split('.');
  const { channelId, messageId } = operation.call.target;
  return JSON.stringify([provider, vendorAccountId, resource, messageId ?? channelId]);
}

/** The texts on which the reply to a read depends besides the settings of its connection. */
export function memoryKey({ name, call }: Operation): string {
  const { connection, channelType, channelId, messageId, subchannelId } = call.target;
  const place = [connection, channelType, channelId, messageId, subchannelId];
  const selection = [
    'keys' in call ? call.keys : undefined,
    'cursor' in call ? call.cursor : undefined,
  ];
  return JSON.stringify([name, ...place, ...selection, call.actorId, call.options]);
}
