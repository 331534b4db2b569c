/** The resources that a process holds, from its `/metrics`. */
export interface Sample {
  readonly atMs: number;
  readonly residentBytes: number;
  readonly handles: number;
  readonly files: number;
}

/** Reads a sample. A metric that is missing becomes NaN, which `checkGrowth` reports. */
export async function takeSample(url: string): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const readMetric = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return {
    atMs: performance.now(),
    residentBytes: readMetric('process_resident_memory_bytes'),
    handles: readMetric('nodejs_active_handles_total'),
    files: readMetric('process_open_fds'),
  };
}

/** Growth per minute. */
export interface Growth {
  readonly megabytes: number;
  readonly handles: number;
  readonly files: number;
}

/** Callers connect and disconnect by dozens, so handles and files vary a little. */
const MAX_GROWTH: Growth = { megabytes: 1, handles: 2, files: 2 };
/** A slope over a shorter time shows how the heap starts, not how it continues. */
export const MIN_MINUTES = 2;
/** The first part of the samples, in which the heap grows to its working size, does not count. */
const WARM_UP = 0.3;
const MIN_SAMPLES = 30;

/** The growth of a process after its warm-up, by least squares. NaN if there are fewer than two samples. */
export function measureGrowth(samples: readonly Sample[]): Growth {
  const warm = withoutWarmUp(samples);
  return {
    megabytes: slopePerMinute(warm, ({ residentBytes }) => residentBytes / 1e6),
    handles: slopePerMinute(warm, ({ handles }) => handles),
    files: slopePerMinute(warm, ({ files }) => files),
  };
}

/**
 * Checks that a process does not grow. Returns one sentence per violation; a run that is too short, or
 * has too few or incomplete samples, is a violation too, because it measures nothing.
 */
export function checkGrowth(samples: readonly Sample[]): string[] {
  const warm = withoutWarmUp(samples);
  const minutes = ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)) / 60_000;
  // the first sample comes one interval after the start
  if (minutes < 0.9 * MIN_MINUTES) {
    return [`not measured: the samples span ${minutes.toFixed(1)} of ${MIN_MINUTES} minutes`];
  }
  if (warm.length < MIN_SAMPLES) {
    return [`not measured: ${warm.length} of ${MIN_SAMPLES} samples after the warm-up`];
  }
  const growth = measureGrowth(samples);
  return (['megabytes', 'handles', 'files'] as const)
    .filter((resource) => !(growth[resource] <= MAX_GROWTH[resource]))
    .map(
      (resource) =>
        `${resource} grow by ${growth[resource].toFixed(2)} a minute, more than ${MAX_GROWTH[resource]}`,
    );
}

const withoutWarmUp = (samples: readonly Sample[]): readonly Sample[] =>
  samples.slice(Math.floor(WARM_UP * samples.length));

function slopePerMinute(samples: readonly Sample[], valueOf: (sample: Sample) => number): number {
  const minutes = samples.map(({ atMs }) => atMs / 60_000);
  const meanMinute = mean(minutes);
  const meanValue = mean(samples.map(valueOf));
  const sum = (term: (sample: Sample, distance: number) => number): number =>
    samples.reduce(
      (total, sample, index) => total + term(sample, (minutes[index] ?? 0) - meanMinute),
      0,
    );
  return (
    sum((sample, distance) => distance * (valueOf(sample) - meanValue)) /
    sum((_, distance) => distance * distance)
  );
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0) / numbers.length;
