/** How the latest attempt to load the configuration went. */
export class ConfigStatus {
  private lastFaults: readonly string[] = [];
  private waiting: readonly string[] = [];
  /** Unix milliseconds of the latest success. */
  private loadedMs = Date.now();

  /** What is wrong with the file as it is now, a line each; no value of it. */
  get faults(): readonly string[] {
    return this.lastFaults;
  }

  /** Settings of the file that take a restart to come into use. */
  get needRestart(): readonly string[] {
    return this.waiting;
  }

  get loadedAtMs(): number {
    return this.loadedMs;
  }

  loaded(needRestart: readonly string[]): void {
    this.lastFaults = [];
    this.waiting = needRestart;
    this.loadedMs = Date.now();
  }

  failed(faults: readonly string[]): void {
    this.lastFaults = faults;
  }
}
