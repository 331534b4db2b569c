/** What a process holds, as `/metrics` tells it. */
export interface Sample {
  readonly atMs: number;
  readonly residentBytes: number;
  readonly handles: number;
  readonly files: number;
}

export async function sample(url: string): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const of = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return {
    atMs: performance.now(),
    residentBytes: of('process_resident_memory_bytes'),
    handles: of('nodejs_active_handles_total'),
    files: of('process_open_fds'),
  };
}

/** The slope of the line of least squares, a minute. */
export function slope(samples: readonly Sample[], of: (one: Sample) => number): number {
  const minutes = samples.map(({ atMs }) => atMs / 60_000);
  const meanX = mean(minutes);
  const meanY = mean(samples.map(of));
  const sum = (term: (one: Sample, x: number) => number): number =>
    samples.reduce((total, one, index) => total + term(one, (minutes[index] ?? 0) - meanX), 0);
  return sum((one, x) => x * (of(one) - meanY)) / sum((_, x) => x * x);
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((total, one) => total + one, 0) / numbers.length;
