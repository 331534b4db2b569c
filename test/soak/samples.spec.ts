import { checkGrowth, measureGrowth, type Sample } from './samples';

/** Samples every two seconds; each resource grows by this much a minute. */
const samples = (minutes: number, growth: Partial<Record<keyof Sample, number>> = {}): Sample[] =>
  Array.from({ length: minutes * 30 }, (_, index) => {
    const elapsed = index / 30;
    return {
      atMs: elapsed * 60_000,
      residentBytes: 120e6 + (growth.residentBytes ?? 0) * elapsed,
      handles: 40 + (growth.handles ?? 0) * elapsed,
      files: 60 + (growth.files ?? 0) * elapsed,
    };
  });

it('measures the growth per minute', () => {
  const growth = measureGrowth(samples(5, { residentBytes: 3e6, handles: 4, files: -5 }));
  expect(growth.megabytes).toBeCloseTo(3);
  expect(growth.handles).toBeCloseTo(4);
  expect(growth.files).toBeCloseTo(-5);
});

describe('checkGrowth', () => {
  it('accepts a process that does not grow', () => {
    expect(checkGrowth(samples(5))).toEqual([]);
    expect(checkGrowth(samples(5, { residentBytes: 0.9e6, handles: 1, files: 1 }))).toEqual([]);
  });

  it('ignores growth during the warm-up', () => {
    const warming = samples(5).map((sample, index) =>
      index < 40 ? { ...sample, residentBytes: 2e6 * index } : sample,
    );
    expect(checkGrowth(warming)).toEqual([]);
  });

  it.each([
    ['megabytes', { residentBytes: 1.5e6 }],
    ['handles', { handles: 3 }],
    ['files', { files: 3 }],
  ])('reports %s that grow', (resource, growth) => {
    expect(checkGrowth(samples(5, growth))).toEqual([expect.stringContaining(resource)]);
  });

  it.each([
    ['no samples', []],
    ['a run of one minute', samples(1)],
    ['few samples', samples(5).filter((_, index) => index % 10 === 0)],
  ])('reports %s as not measured', (_, given) => {
    expect(checkGrowth(given)).toEqual([expect.stringContaining('not measured')]);
  });

  it('reports a metric that is missing', () => {
    const incomplete = samples(5).map((sample) => ({ ...sample, files: NaN }));
    expect(checkGrowth(incomplete)).toEqual([expect.stringContaining('files grow by NaN')]);
  });
});
