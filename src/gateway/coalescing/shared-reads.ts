import type { UpstreamRequest } from '../../core/upstream';
import type { Connection } from '../connection';
import type { OperationRun } from '../operation-run';
import { CoalescingGroup, shareKey, type Member } from './coalescing-group';

/** A queued read that equal reads may join. */
export class SharedRead {
  readonly group: CoalescingGroup<OperationRun, unknown>;

  constructor(
    readonly request: UpstreamRequest,
    readonly key: string,
    now: () => number,
    forecastMs: number,
  ) {
    this.group = new CoalescingGroup(now, forecastMs);
  }

  seal(): void {
    this.group.seal();
  }
}

/** A run that has joined a shared read; `isNew`: it began the read and leads it. */
export interface SharedReadMember {
  readonly read: SharedRead;
  readonly member: Member<OperationRun, unknown>;
  readonly isNew: boolean;
}

/**
 * The queued reads of a connection. Reads with the same bytes share one vendor call until it is sent: a
 * reply that is under way may be older than a write acknowledged since.
 */
export class SharedReads {
  private readonly waiting = new Map<string, SharedRead>();

  constructor(
    private readonly connection: Connection,
    private readonly now: () => number,
  ) {}

  /** Joins a queued read of the same bytes or begins one. */
  join(request: UpstreamRequest, run: OperationRun): SharedReadMember {
    const wait = run.wait(this.now());
    const key = `${request.method} ${request.path} ${request.body ?? ''} ${shareKey(wait)}`;
    const queued = this.waiting.get(key);
    if (queued?.group.accepts(wait) === true)
      return { read: queued, member: queued.group.join(run, wait), isNew: false };
    const forecastMs = this.now() + this.connection.limiter.forecast(request.draws, wait.client);
    const read = new SharedRead(request, key, this.now, forecastMs);
    this.waiting.set(key, read);
    return { read, member: read.group.join(run, wait), isNew: true };
  }

  /** The read has ended. */
  remove(read: SharedRead): void {
    if (this.waiting.get(read.key) === read) this.waiting.delete(read.key);
  }
}
