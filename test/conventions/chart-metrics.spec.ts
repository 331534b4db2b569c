import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../src/api/metrics/metrics';
import { ConfigStatus } from '../../src/api/probes/config-status';
import { GatewayRegistry } from '../../src/gateway';

const HELM = join(__dirname, '..', '..', 'helm');
const FILES = ['rules/gateway.yaml', 'dashboards/gateway.json'];

/** What Prometheus adds: where a series was scraped, and the bucket of a histogram. */
const ADDED = ['namespace', 'pod', 'le'];

const metrics = new Metrics();
metrics.registerGauges(new GatewayRegistry(), new ConfigStatus());

/** The labels of every series that the gateway exposes, by its name; a histogram has three. */
async function exposed(): Promise<ReadonlyMap<string, readonly string[]>> {
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

const uses = (file: string): { name: string; labels: string[] }[] =>
  [
    ...readFileSync(join(HELM, file), 'utf8')
      .replaceAll('\\"', '"')
      .matchAll(/\b((?:gateway|nodejs|process)_[a-z0-9_]+)(?:\{([^}]*)\})?/g),
  ].map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/([a-z_]+)(?:=|!=|=~|!~)"/g)].map(([, label = '']) => label),
  }));

describe.each(FILES)('%s', (file) => {
  it('asks for metrics that the gateway has', async () => {
    const known = await exposed();
    const used = uses(file);
    expect(used.length).toBeGreaterThan(10);
    expect(used.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('asks for labels that they have', async () => {
    const known = await exposed();
    const wrong = uses(file).filter(({ name, labels }) =>
      labels.some((label) => ![...ADDED, ...(known.get(name) ?? [])].includes(label)),
    );
    expect(wrong).toEqual([]);
  });
});
