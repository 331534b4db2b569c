import type { Adapter, Provider } from '../core/provider';
import type { Limiter } from '../limiter/limiter';
import type { Transport } from '../transport';
import type { TargetLocks } from './target-locks';

/** A configured vendor account with everything a call to it needs. */
export interface Connection {
  readonly name: string;
  readonly provider: Provider;
  readonly adapter: Adapter;
  readonly limiter: Limiter;
  readonly transport: Transport;
  readonly locks: TargetLocks;
  /** Address that an explanation shows; the transport knows which host is in use. */
  readonly baseUrl: string;
  readonly defaultActorId?: string;
}
