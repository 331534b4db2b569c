import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../src/api/metrics/metrics';
import { ConfigStatus } from '../../src/api/probes/config-status';
import { GatewayRegistry } from '../../src/gateway';

const HELM = join(__dirname, '..', '..', 'helm');
const FILES = ['rules/gateway.yaml', 'dashboards/gateway.json'];

/** Labels that Prometheus adds: the scraped target, and the buckets of histograms. */
const PROMETHEUS_LABELS = ['namespace', 'pod', 'le'];

const metrics = new Metrics();
metrics.registerGauges(new GatewayRegistry(), new ConfigStatus());

/** The labels of all exposed series by series name. A histogram has three series. */
async function readExposedSeries(): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await metrics.registry.getMetricsAsJSON();
  return new Map(
    found.flatMap(({ name, type }) => {
      const { labelNames = [] } = metrics.registry.getSingleMetric(name) as {
        readonly labelNames?: readonly string[];
      };
      const suffixes = String(type) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      return suffixes.map((suffix) => [`${name}${suffix}`, labelNames] as const);
    }),
  );
}

/** The series and labels that a file refers to. */
const findUses = (file: string): { name: string; labels: string[] }[] =>
  [
    ...readFileSync(join(HELM, file), 'utf8')
      .replaceAll('\\"', '"')
      .matchAll(/\b((?:gateway|nodejs|process)_[a-z0-9_]+)(?:\{([^}]*)\})?/g),
  ].map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/([a-z_]+)(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label),
  }));

describe.each(FILES)('%s', (file) => {
  it('refers only to metrics that the gateway exposes', async () => {
    const known = await readExposedSeries();
    const used = findUses(file);
    expect(used.length).toBeGreaterThan(10);
    expect(used.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('refers only to labels of these metrics', async () => {
    const known = await readExposedSeries();
    const wrong = findUses(file).filter(({ name, labels }) =>
      labels.some((label) => ![...PROMETHEUS_LABELS, ...(known.get(name) ?? [])].includes(label)),
    );
    expect(wrong).toEqual([]);
  });
});
