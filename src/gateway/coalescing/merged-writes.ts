import type { Operation, OperationName } from '../../core/operation';
import type { Caller } from '../caller';
import type { Connection } from '../connection';
import { mergeable, type MergeableCall } from './mergeable-call';
import { MergedWrite, type Position } from './merged-write';

/** A write with its party, and whether it is the one that sees the party through. */
export interface Boarding {
  readonly write: MergedWrite;
  readonly call: MergeableCall;
  readonly leads: boolean;
}

/** The writes of a connection that wait for quota and may be joined, by what they have in common. */
export class Merging {
  private readonly waiting = new Map<string, MergedWrite>();

  constructor(
    private readonly connection: Connection,
    private readonly now: () => number,
  ) {}

  /** Undefined where the operation goes alone. */
  board(operation: Operation, at: Position, caller: Caller): Boarding | undefined {
    const limit = this.connection.adapter.mergeLimits[operation.name];
    const call = mergeable(operation);
    if (limit === undefined || call === undefined) return undefined;
    const common = commonOf(operation.name, call);
    const known = this.waiting.get(common);
    if (known?.takes(call, caller) === true) return { write: known, call, leads: false };
    const write = new MergedWrite(this.connection, operation.name, limit, this.now, at);
    this.waiting.set(common, write);
    return { write, call, leads: true };
  }

  /** The write is over: nobody joins it any more. */
  leave(operation: Operation, { write, call }: Boarding): void {
    const common = commonOf(operation.name, call);
    if (this.waiting.get(common) === write) this.waiting.delete(common);
  }
}

/** Same verb, same target, same actor, same options: one vendor call can say it all. */
export function commonOf(name: OperationName, { target, actorId, options }: MergeableCall): string {
  const { channelType, channelId, messageId, subchannelId } = target;
  return JSON.stringify([name, channelType, channelId, messageId, subchannelId, actorId, options]);
}
