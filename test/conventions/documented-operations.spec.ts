import 'reflect-metadata';
import { load } from 'js-yaml';
import { Metrics } from '../../src/api/metrics/metrics';
import { ConfigStatus } from '../../src/api/probes/config-status';
import { GatewayRegistry } from '../../src/gateway';
import { readDocument } from '../support/documents/documents';
import { codesOf, headingsOf, rowsOf, sectionOf } from '../support/documents/markdown';

const PAGE = readDocument('docs/operations.md');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}

const ALERTS = (load(readDocument('helm/rules/gateway.yaml')) as Rules).groups
  .flatMap(({ rules }) => rules)
  .flatMap(({ alert }) => alert ?? []);

interface Dashboard {
  readonly panels: readonly { readonly title?: string }[];
}

const PANELS = (
  JSON.parse(readDocument('helm/dashboards/gateway.json')) as Dashboard
).panels.flatMap(({ title }) => title ?? []);

it('has a section for each alert, and no other', () => {
  expect(ALERTS.length).toBeGreaterThan(10);
  expect(headingsOf(sectionOf(PAGE, 'Alerts'), 3)).toEqual(ALERTS);
});

it.each(ALERTS)('says of %s the cause, where to look and what to do', (alert) => {
  const marks = [...sectionOf(PAGE, alert).matchAll(/^- \*\*(.+):\*\* /gm)];
  expect(marks.map(([, mark]) => mark)).toEqual(['Cause', 'Look at', 'Do']);
});

it('names panels that the dashboard has', () => {
  const named = [...sectionOf(PAGE, 'Alerts').matchAll(/"([^"`]+)"/g)].map(([, title]) => title);
  const titles = named.filter((title) => title !== undefined && /^[A-Z0-9]/.test(title));
  expect(titles.length).toBeGreaterThan(5);
  expect(titles.filter((title) => !PANELS.includes(title ?? ''))).toEqual([]);
});

it('documents every metric of the gateway, and no other', async () => {
  const metrics = new Metrics();
  metrics.registerGauges(new GatewayRegistry(), new ConfigStatus());
  const exposed = (await metrics.registry.getMetricsAsJSON())
    .map(({ name, type }) => [name, type] as const)
    .filter(([name]) => name.startsWith('gateway_'));
  const rows = rowsOf(sectionOf(PAGE, 'Metrics'));
  const documented = rows.map(([name = '', type = '']) => [codesOf(name)[0], type]);
  expect(documented.sort()).toEqual(exposed.sort());
});
