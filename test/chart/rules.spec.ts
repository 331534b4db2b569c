import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { at, only, render } from './render';
import { CHART, run, withTools } from './tools';

const RULES = join(CHART, 'rules', 'gateway.yaml');
const DASHBOARD = join(CHART, 'dashboards', 'gateway.json');
const TESTS = join(CHART, 'ci', 'rules', 'test.yaml');

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly alert?: string }[] }[];
}

describe('the rules', () => {
  it('have a test of every alert', () => {
    const { groups } = load(readFileSync(RULES, 'utf8')) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
    const tests = readFileSync(TESTS, 'utf8');
    expect(alerts.length).toBeGreaterThan(5);
    expect(alerts.filter((alert) => !tests.includes(`alertname: ${alert}`))).toEqual([]);
  });
});

withTools('the rules as Prometheus reads them', ['promtool'], () => {
  it.each([
    ['are rules', ['check', 'rules', RULES]],
    ['raise what their tests say', ['test', 'rules', TESTS]],
  ])('%s', (_what, args) => {
    const { code, out, err } = run('promtool', args);
    expect({ code, said: out + err }).toMatchObject({ code: 0 });
    expect(out).toContain('SUCCESS');
  });
});

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
}

withTools('the dashboard', ['promtool'], () => {
  it('asks what Prometheus understands', () => {
    const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
    const questions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const rules = questions.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*'),
    }));
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const { out, err } = run('promtool', ['check', 'rules', file]);
    rmSync(folder, { recursive: true });
    expect(out + err).toContain(`${questions.length} rules found`);
    expect(questions.length).toBeGreaterThan(15);
  });
});

withTools('the rules as the chart has them', ['helm'], () => {
  it('are those of the file', () => {
    const rule = only(render([], ['prometheusRule.enabled=true']), 'PrometheusRule');
    expect(rule.spec).toEqual(load(readFileSync(RULES, 'utf8')));
  });

  it('and the dashboard is the file', () => {
    const resources = render([], ['dashboard.enabled=true']);
    const text = at(only(resources, 'ConfigMap', '-dashboard'), 'data') as Record<string, string>;
    const [dashboard = ''] = Object.values(text);
    expect(JSON.parse(dashboard)).toEqual(JSON.parse(readFileSync(DASHBOARD, 'utf8')));
  });
});
