/** A longer time between two samples is a gap: the plots draw nothing there. */
const MAX_SAMPLE_INTERVAL_MS = 2_500;

/** The samples of one connection over the last minutes. */
export class Timeline {
  samples = [];

  /**
   * @param {{name: string, quotas: {name: string, windowMs: number}[]}} description of the connection
   * @param {string[]} quotaFigures names of the figures of a quota, in their order in a sample
   */
  constructor(description, quotaFigures, keptMs) {
    Object.assign(this, { description, quotaFigures, keptMs });
    this.quotaIndices = new Map(description.quotas.map(({ name }, index) => [name, index]));
  }

  /** Adds a sample; ignores one that is already known, as after a reconnect. */
  add(atMs, sample) {
    if (atMs <= this.last?.atMs) return;
    this.samples.push({ atMs, ...sample });
    const oldestMs = atMs - this.keptMs;
    while (this.samples[0].atMs < oldestMs) this.samples.shift();
  }

  get last() {
    return this.samples.at(-1);
  }

  /** The figures of a quota in one sample by their names, and its free tokens. */
  quota(name, sample = this.last) {
    const values = sample.quotas[this.quotaIndices.get(name)];
    const figures = Object.fromEntries(
      this.quotaFigures.map((figure, index) => [figure, values[index]]),
    );
    return { ...figures, free: Math.max(0, figures.limit - usedTokens(figures)) };
  }

  /**
   * Columns for a plot: seconds, then one for each of the functions. A gap is a row of nulls.
   * @param {((sample: object) => number | null | undefined)[]} valueFunctions
   */
  columns(valueFunctions) {
    const rows = this.samples.flatMap((sample, index) => {
      const row = [
        sample.atMs / 1_000,
        ...valueFunctions.map((valueOf) => valueOf(sample) ?? null),
      ];
      const previous = this.samples[index - 1];
      if (previous === undefined || sample.atMs - previous.atMs < MAX_SAMPLE_INTERVAL_MS)
        return [row];
      return [[previous.atMs / 1_000 + 1, ...valueFunctions.map(() => null)], row];
    });
    return [0, ...valueFunctions].map((_, column) => rows.map((row) => row[column]));
  }

  /** The highest value over the last minutes; 0 without samples. */
  max(valueOf) {
    return this.samples.reduce((max, sample) => Math.max(max, valueOf(sample) ?? 0), 0);
  }

  /**
   * Adds up the counts of the same name over the last minutes.
   * @param {(sample: object) => [string, number][]} countsOf
   * @returns {[string, number][]} names and counts, the highest count first
   */
  totals(countsOf) {
    const totals = new Map();
    for (const sample of this.samples)
      for (const [name, count] of countsOf(sample))
        totals.set(name, (totals.get(name) ?? 0) + count);
    return [...totals].sort(([, one], [, other]) => other - one);
  }
}

/** The tokens of a quota that are not free. */
export const usedTokens = ({ inFlight, resting }) => inFlight + resting;

/** The tokens in flight with calls of the gateway; those in leases are not among them. */
export const ownInFlight = ({ inFlight, leased }) => inFlight - leased;
