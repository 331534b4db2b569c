import type { LimiterObserver } from '../../limiter';

/** Observes the limiter of a vendor account for one of its connections. */
export interface ConnectionObserver extends LimiterObserver {
  /** The connection uses the account no longer: its state is forgotten, what is counted for it is not. */
  removed(): void;
}
