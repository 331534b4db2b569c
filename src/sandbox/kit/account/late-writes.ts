/** Writes that the vendor applies after their reply was lost. */
export class LateWrites {
  private readonly timers = new Set<NodeJS.Timeout>();

  /** Number of writes that have not been applied yet. */
  get pending(): number {
    return this.timers.size;
  }

  schedule(delayMs: number, apply: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      apply();
    }, delayMs);
    this.timers.add(timer);
  }

  /** Drops the writes that have not been applied yet. */
  clear(): void {
    this.timers.forEach(clearTimeout);
    this.timers.clear();
  }
}
