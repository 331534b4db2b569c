import type { Operation, Reply } from '../core/operation';
import type { Caller } from './caller';
import type { Connection } from './connection';
import { memoryKey, memoryTarget, type ReadMemory, type ReadPlace } from './memory/read-memory';
import type { GatewayObserver } from './observer';
import type { OperationPlan } from './operation-plan';
import type { OperationRunner, Outcome } from './operation-runner';

/** A read that is under way and whose reply may be kept. */
interface PendingRead {
  readonly place: ReadPlace;
  readonly read: ReturnType<ReadMemory['beginRead']>;
}

/** The reads of one connection: from the memory where the caller accepts older data, else from the vendor. */
export class Reads {
  constructor(
    private readonly connection: Connection,
    private readonly runner: OperationRunner,
    private readonly memory: ReadMemory,
    private readonly observer: GatewayObserver,
  ) {}

  /** @throws GatewayError as `OperationRunner.run` */
  async read(plan: OperationPlan, caller: Caller): Promise<Outcome> {
    const kept = this.find(plan.operation, caller);
    if (kept !== undefined) return kept;
    const pending = this.begin(plan.operation);
    let reply: Reply | undefined;
    try {
      const outcome = await this.runner.run(plan, caller);
      ({ reply } = outcome);
      return outcome;
    } finally {
      this.end(pending, caller, reply);
    }
  }

  /** The reply that the memory has, where the caller accepts it. */
  find(operation: Operation, { maxAgeMs = 0 }: Caller): Outcome | undefined {
    if (maxAgeMs === 0) return undefined;
    const kept = this.memory.find(this.placeOf(operation), maxAgeMs);
    this.observer.cachedRead(this.connection.name, kept === undefined ? 'miss' : 'hit');
    return kept && { ...kept, usage: [] };
  }

  /** A read begins that is carried out elsewhere. */
  begin(operation: Operation): PendingRead {
    const place = this.placeOf(operation);
    return { place, read: this.memory.beginRead(place) };
  }

  /** @param reply undefined: the read has failed */
  end({ place, read }: PendingRead, { keepsNothing }: Caller, reply: Reply | undefined): void {
    this.memory.endRead(place, read, keepsNothing === true ? undefined : reply);
  }

  private placeOf(operation: Operation): ReadPlace {
    const { adapter, provider } = this.connection;
    const target = memoryTarget(provider.name, adapter, operation);
    return { target, key: memoryKey(operation), adapter };
  }
}
