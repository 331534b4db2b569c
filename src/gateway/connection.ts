import type { Adapter, Provider } from '../core/provider';
import type { VendorRoute } from '../core/vendor-route';
import type { Limiter } from '../limiter';
import type { TargetLocks } from '../locks';
import type { Transport } from '../transport';

/** `read-only` and `off` are for maintenance. */
export type ConnectionMode = 'read-write' | 'read-only' | 'off';

/** A vendor's facts, and its code for one vendor account. */
export interface ConnectedVendor {
  readonly provider: Provider;
  readonly adapter: Adapter;
}

/**
 * A configured connection with everything that a vendor call needs. All but the name and the provider may
 * change while calls wait, so a property is read when it is needed.
 */
export interface Connection extends ConnectedVendor {
  readonly name: string;
  readonly limiter: Limiter;
  readonly transport: Transport;
  /** Milliseconds after which the transport gives a vendor call up. */
  readonly longestCallMs: number;
  /** The longest cooldown after a 429 of the vendor, in milliseconds. */
  readonly maxCooldownMs: number;
  readonly locks: TargetLocks;
  /** The address that explanations show; the transport knows which host is in use. */
  readonly baseUrl: string;
  readonly defaultActorId: string | undefined;
  /** The calls of the vendor that clients may make with their own requests. */
  readonly vendorRoutes: readonly VendorRoute[];
  /** Whether traced calls send the header `traceparent` to the vendor. */
  readonly sendsTraceparent: boolean;
  /** The operations that may begin; one that has begun is finished. */
  readonly mode: ConnectionMode;
  /** The connection has left the configuration: no new operation begins. */
  readonly isRemoved: boolean;
}
