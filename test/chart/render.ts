import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { CHART, run, type Ended } from './tools';

/** The oldest Kubernetes that the chart is for; Helm without a cluster takes its own idea of one. */
export const OLDEST = '1.30.0';

export interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** The values files that are checked, by name: production's and every one below `ci`. */
export const VARIANTS: readonly (readonly [string, string])[] = [
  ['production', join(CHART, 'values-production.yaml')],
  ...readdirSync(join(CHART, 'ci'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name.replace('.yaml', ''), join(CHART, 'ci', name)] as const),
];

/** `settings` are `--set-json` arguments such as `replicaCount=2`. */
export const template = (values: readonly string[], settings: readonly string[] = []): Ended =>
  run('helm', [
    ...['template', 'release', CHART, '--namespace', 'chat', '--kube-version', OLDEST],
    ...values.flatMap((file) => ['--values', file]),
    ...settings.flatMap((setting) => ['--set-json', setting]),
  ]);

/** @throws Error with what helm says where the values are refused */
export function render(values: readonly string[], settings: readonly string[] = []): Resource[] {
  const { code, out, err } = template(values, settings);
  if (code !== 0) throw new Error(err);
  return loadAll(out, { schema: CORE_SCHEMA }) as Resource[];
}

/** @throws Error where there is none, or more than one */
export function only(resources: readonly Resource[], kind: string, suffix = ''): Resource {
  const found = resources.filter((one) => one.kind === kind && one.metadata.name.endsWith(suffix));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${kind}`);
  return first;
}

/** What is at `spec.replicas` and the like; a number is a place in a list. @throws where nothing is */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => {
    const found = (inner as Readonly<Record<string, unknown>> | undefined)?.[step];
    if (found === undefined) throw new Error(`there is nothing at ${step} of ${path}`);
    return found;
  }, value);
}
