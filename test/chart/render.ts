import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { CHART, run, type ToolResult } from './tools';

/** The oldest Kubernetes version that the chart supports. Without a cluster, helm would assume its own default. */
export const OLDEST_KUBERNETES = '1.30.0';

export interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** The tested values files by name: that for production and all of `helm/ci`. */
export const VARIANTS: readonly (readonly [string, string])[] = [
  ['production', join(CHART, 'values-production.yaml')],
  ...readdirSync(join(CHART, 'ci'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name.replace('.yaml', ''), join(CHART, 'ci', name)] as const),
];

/** Runs `helm template`; `settings` are `--set-json` arguments such as `replicaCount=2`. */
export const template = (values: readonly string[], settings: readonly string[] = []): ToolResult =>
  run('helm', [
    ...['template', 'release', CHART, '--namespace', 'chat', '--kube-version', OLDEST_KUBERNETES],
    ...values.flatMap((file) => ['--values', file]),
    ...settings.flatMap((setting) => ['--set-json', setting]),
  ]);

/** @throws Error with helm's message if it rejects the values */
export function render(values: readonly string[], settings: readonly string[] = []): Resource[] {
  const { code, out, err } = template(values, settings);
  if (code !== 0) throw new Error(err);
  return loadAll(out, { schema: CORE_SCHEMA }) as Resource[];
}

/** The only resource of a kind. @throws Error if there is none or more than one */
export function only(resources: readonly Resource[], kind: string, suffix = ''): Resource {
  const found = resources.filter(
    (resource) => resource.kind === kind && resource.metadata.name.endsWith(suffix),
  );
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`found ${found.length} resources of kind ${kind}`);
  return first;
}

/** The value at a path such as `spec.replicas` or `args.0`. @throws Error if there is none */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => {
    const found = (inner as Readonly<Record<string, unknown>> | undefined)?.[step];
    if (found === undefined) throw new Error(`no value at ${step} of ${path}`);
    return found;
  }, value);
}
