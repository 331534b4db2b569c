import type { Adapter, Provider } from '../core/provider';
import type { Limiter } from '../limiter/limiter';
import type { Transport } from '../transport';
import type { TargetLocks } from '../locks/target-locks';

/**
 * A configured vendor account with everything a call to it needs. All but name, provider and account may
 * change under way, so it is looked at when it is needed.
 */
export interface Connection {
  readonly name: string;
  readonly provider: Provider;
  readonly adapter: Adapter;
  readonly limiter: Limiter;
  readonly transport: Transport;
  /** Milliseconds after which the transport gives a call up. */
  readonly longestCallMs: number;
  readonly locks: TargetLocks;
  /** Address that an explanation shows; the transport knows which host is in use. */
  readonly baseUrl: string;
  readonly defaultActorId: string | undefined;
  /** Whether a traced call tells the vendor of its trace. */
  readonly sendsTraceparent: boolean;
  /** The configuration no longer has it: nothing new is begun. */
  readonly isRemoved: boolean;
}
