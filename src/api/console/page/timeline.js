/** Longer than this between two samples is a gap: nothing is known of it, and nothing is drawn. */
const GAP_MS = 2_500;

/** What one connection was like over the last minutes, a sample a second. */
export class Timeline {
  samples = [];

  /**
   * @param {{name: string, quotas: {name: string, windowMs: number}[]}} about
   * @param {string[]} figures what the figures of a quota are, in their order
   */
  constructor(about, figures, keptMs) {
    Object.assign(this, { about, figures, keptMs });
    this.indices = new Map(about.quotas.map(({ name }, index) => [name, index]));
  }

  /** What is known already is told again where a reader begins anew. */
  add(atMs, sample) {
    if (atMs <= this.last?.atMs) return;
    this.samples.push({ atMs, ...sample });
    const oldestMs = atMs - this.keptMs;
    while (this.samples[0].atMs < oldestMs) this.samples.shift();
  }

  get last() {
    return this.samples.at(-1);
  }

  /** A quota in one sample, the last unless said otherwise, by the names of its figures. */
  quota(name, sample = this.last) {
    const values = sample.quotas[this.indices.get(name)];
    const named = Object.fromEntries(this.figures.map((figure, index) => [figure, values[index]]));
    return { ...named, free: Math.max(0, named.limit - named.inFlight - named.resting) };
  }

  /**
   * Columns for a plot: seconds, then what each of the functions says of a sample. A gap is null.
   * @param {((sample: object) => number | null | undefined)[]} columns
   */
  columns(columns) {
    const rows = this.samples.flatMap((sample, index) => {
      const row = [sample.atMs / 1_000, ...columns.map((of) => of(sample) ?? null)];
      const before = this.samples[index - 1];
      if (before === undefined || sample.atMs - before.atMs < GAP_MS) return [row];
      return [[before.atMs / 1_000 + 1, ...columns.map(() => null)], row];
    });
    return [0, ...columns].map((_, column) => rows.map((row) => row[column]));
  }

  /** The highest of anything over the last minutes. */
  most(of) {
    return this.samples.reduce((most, sample) => Math.max(most, of(sample) ?? 0), 0);
  }

  /** Counts of the same name added up over the last minutes: `[name, count]`, the highest first. */
  totals(of) {
    const totals = new Map();
    for (const sample of this.samples)
      for (const [name, count] of of(sample)) totals.set(name, (totals.get(name) ?? 0) + count);
    return [...totals].sort(([, one], [, other]) => other - one);
  }
}
