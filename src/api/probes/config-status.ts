/** The result of the last attempt to load the configuration. */
export class ConfigStatus {
  private lastFaults: readonly string[] = [];
  private pendingRestart: readonly string[] = [];
  private loadedMs = Date.now();

  /** The faults of the file, one line each, without its values; empty if the last load succeeded. */
  get faults(): readonly string[] {
    return this.lastFaults;
  }

  /** Names of changed settings that take effect at the next start only. */
  get needRestart(): readonly string[] {
    return this.pendingRestart;
  }

  /** Unix time of the last successful load in milliseconds. */
  get loadedAtMs(): number {
    return this.loadedMs;
  }

  loaded(needRestart: readonly string[]): void {
    this.lastFaults = [];
    this.pendingRestart = needRestart;
    this.loadedMs = Date.now();
  }

  failed(faults: readonly string[]): void {
    this.lastFaults = faults;
  }
}
