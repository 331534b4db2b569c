import { Arrivals } from './arrivals';
import { Buckets } from '../quotas/buckets';
import { Faults } from './faults';
import type { Settings } from './settings';
import { initialSettings, mergeSettings, quotaRules } from './settings';
import type { RouteContext, SandboxVendor } from '../vendor';

/** Everything one sandbox remembers: the vendor's state, and what the control endpoints show and set. */
export class VendorAccount {
  readonly arrivals = new Arrivals();
  readonly buckets = new Buckets();
  readonly faults = new Faults();
  private current: Settings;
  private state: unknown;

  /**
   * `start` is merged into the initial settings, now and at every reset.
   * @throws ControlRefusal when it is wrong
   */
  constructor(
    readonly vendor: SandboxVendor,
    private readonly start: unknown = {},
  ) {
    this.reset();
  }

  get settings(): Settings {
    return this.current;
  }

  change(change: unknown): void {
    this.adopt(mergeSettings(this.vendor, this.current, change));
  }

  reset(): void {
    this.state = this.vendor.seed();
    this.arrivals.clear();
    this.faults.replace([]);
    this.buckets.clear();
    this.adopt(mergeSettings(this.vendor, initialSettings(this.vendor), this.start));
  }

  context(): RouteContext<unknown, object> {
    return { state: this.state, unknowns: this.current.unknowns, nowMs: Date.now() };
  }

  snapshot(): unknown {
    return this.vendor.snapshot(this.state);
  }

  private adopt(settings: Settings): void {
    this.current = settings;
    this.buckets.use(quotaRules(this.vendor, settings), settings.window);
  }
}
