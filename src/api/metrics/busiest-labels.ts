/** So many unlabelled names are counted for each labelled one; beyond that, all counts begin to fade. */
const CANDIDATES = 20;
/** A name takes the place of the least busy one when it is so many times as busy, so that labels seldom change. */
const FACTOR = 2;

export const OTHER = 'other';

/** Bounds the series of a metric whose label is the name of a client: only the busiest have one of their own. */
export class BusiestLabels {
  private readonly counts = new Map<string, number>();
  private readonly labelled = new Set<string>();

  /**
   * @param maxNames names with a label at a time
   * @param onRemoved called with a name that has lost its label to a busier one
   */
  constructor(
    private readonly maxNames: number,
    private readonly onRemoved: (name: string) => void,
  ) {}

  /** @param amount by which the name is busier than before */
  label(name: string, amount: number): string {
    const count = (this.counts.get(name) ?? 0) + amount;
    this.counts.set(name, count);
    if (this.counts.size > CANDIDATES * this.maxNames) this.fade();
    if (this.labelled.has(name)) return name;
    if (this.labelled.size >= this.maxNames) {
      const least = this.leastBusy();
      if (count < FACTOR * (this.counts.get(least) ?? 0)) return OTHER;
      this.labelled.delete(least);
      this.onRemoved(least);
    }
    this.labelled.add(name);
    return name;
  }

  private leastBusy(): string {
    const countOf = (name: string): number => this.counts.get(name) ?? 0;
    return [...this.labelled].reduce((least, name) =>
      countOf(name) < countOf(least) ? name : least,
    );
  }

  /** Halves the counts and forgets names without a label that are hardly busy. */
  private fade(): void {
    for (const [name, count] of this.counts)
      if (count >= FACTOR || this.labelled.has(name)) this.counts.set(name, count / 2);
      else this.counts.delete(name);
    if (this.counts.size <= CANDIDATES * this.maxNames) return;
    for (const name of this.counts.keys()) if (!this.labelled.has(name)) this.counts.delete(name);
  }
}
