import { join } from 'node:path';
import { load as parse } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { load } from './load';
import { OLDEST_KUBERNETES, render, template, VARIANTS } from './render';
import { CHART, run, withTools } from './tools';

/** The oldest supported version, and the newest with schemas. */
const KUBERNETES_VERSIONS = [OLDEST_KUBERNETES, '1.37.0'];

interface Summary {
  readonly summary: Readonly<Record<'valid' | 'invalid' | 'errors' | 'skipped', number>>;
}

const DEFAULTS: readonly (readonly [string, string])[] = [['defaults', join(CHART, 'values.yaml')]];

withTools('every values file', ['helm'], () => {
  it.each([...DEFAULTS, ...VARIANTS])('%s passes helm lint', (_name, file) => {
    const { code, out, err } = run('helm', [
      'lint',
      '--strict',
      CHART,
      '--kube-version',
      OLDEST_KUBERNETES,
      '--values',
      file,
    ]);
    expect(`${out}${err}`).toContain('1 chart(s) linted, 0 chart(s) failed');
    expect(code).toBe(0);
  });

  it.each(VARIANTS)('%s renders a configuration that the gateway accepts', (_name, file) => {
    const { connections, server } = load(render([file]));
    const { config } = parse(readFileSync(file, 'utf8')) as {
      readonly config: { readonly connections: object };
    };
    expect([...connections.keys()].sort()).toEqual(Object.keys(config.connections).sort());
    expect(server).toMatchObject({ port: 3000, metricsPort: 9090 });
  });
});

/** All texts in a tree of values, and the numbers as texts. */
const scalarsOf = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsOf) : [];
};

withTools('the values file with every setting', ['helm'], () => {
  const file = join(CHART, 'ci', 'everything.yaml');
  const values = parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;

  it('has each value of the chart, and each of its texts and numbers is in the manifests', () => {
    const defaults = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8')) as object;
    const absent = ['existingConfigMap']; // excludes the configuration of the file
    expect(Object.keys(defaults).filter((name) => !(name in values))).toEqual(absent);
    const manifests = template([file]).out;
    const hidden = ['9.9.9', 'not-a-real-secret']; // a tag beside a digest; encoded
    const shown = (text: string): boolean =>
      manifests.includes(text.replace('{{ .Release.Name }}', 'release'));
    expect(scalarsOf(values).filter((text) => !shown(text))).toEqual(hidden);
  });
});

withTools('the Kubernetes schemas', ['helm', 'kubeconform'], () => {
  it.each(
    [...DEFAULTS, ...VARIANTS].flatMap(([name, file]) =>
      KUBERNETES_VERSIONS.map((version) => [name, version, file] as const),
    ),
  )('accept %s on Kubernetes %s', (_name, version, file) => {
    const manifests = template([file]).out;
    const { out } = run('kubeconform', [...kubeconformArgs(version), '-'], manifests);
    const { summary } = JSON.parse(out) as Summary;
    expect({ ...summary, of: out }).toMatchObject({ invalid: 0, errors: 0, skipped: 0 });
    expect(summary.valid).toBe(manifests.match(/^kind: /gm)?.length);
  });

  it('reject an unknown field', () => {
    const manifests = template([]).out.replace('minReadySeconds', 'minReadyMinutes');
    const { out, code } = run(
      'kubeconform',
      [...kubeconformArgs(OLDEST_KUBERNETES), '-'],
      manifests,
    );
    expect(code).toBe(1);
    expect(out).toContain('minReadyMinutes');
  });
});

const kubeconformArgs = (version: string): string[] => [
  ...['-strict', '-summary', '-output', 'json', '-kubernetes-version', version],
  ...[
    `${process.env.KUBERNETES_SCHEMAS}/{{.NormalizedKubernetesVersion}}`,
    join(CHART, 'ci', 'schemas'),
  ].flatMap((folder) => ['-schema-location', `${folder}/{{.ResourceKind}}{{.KindSuffix}}.json`]),
];
