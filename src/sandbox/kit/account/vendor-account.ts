import { Buckets } from '../quotas/buckets';
import type { RouteContext, SandboxVendor } from '../vendor';
import { Arrivals } from './arrivals';
import { Faults } from './faults';
import { LateWrites } from './late-writes';
import type { Settings } from './settings';
import { initialSettings, mergeSettings, quotaRules } from './settings';

/** The only vendor account of a sandbox: the vendor's state, settings, quotas, arrivals and faults. */
export class VendorAccount {
  readonly arrivals = new Arrivals();
  readonly buckets = new Buckets();
  readonly faults = new Faults();
  readonly lateWrites = new LateWrites();
  private current: Settings;
  private state: unknown;

  /**
   * @param overrides merged into the initial settings, now and at every reset
   * @throws InvalidControlBody when `overrides` are wrong
   */
  constructor(
    readonly vendor: SandboxVendor,
    private readonly overrides: unknown = {},
  ) {
    this.reset();
  }

  get settings(): Settings {
    return this.current;
  }

  /** @throws InvalidControlBody when the change is wrong; then nothing changes */
  changeSettings(change: unknown): void {
    this.applySettings(mergeSettings(this.vendor, this.current, change));
  }

  /** Restores the initial state and settings; clears arrivals, faults, late writes and counts. */
  reset(): void {
    this.state = this.vendor.seed();
    this.arrivals.clear();
    this.faults.replace([]);
    this.lateWrites.clear();
    this.buckets.clear();
    this.applySettings(mergeSettings(this.vendor, initialSettings(this.vendor), this.overrides));
  }

  context(): RouteContext<unknown, object> {
    return {
      state: this.state,
      unknowns: this.current.unknowns,
      nowMs: Date.now(),
      quotaReadings: (quotas, channel) =>
        this.buckets.readings(
          { tokens: Object.fromEntries(quotas.map((quota) => [quota, 1])), channel },
          performance.now(),
        ),
    };
  }

  snapshot(): unknown {
    return this.vendor.snapshot(this.state);
  }

  private applySettings(settings: Settings): void {
    this.current = settings;
    this.buckets.configure(quotaRules(this.vendor, settings), settings.window);
  }
}
