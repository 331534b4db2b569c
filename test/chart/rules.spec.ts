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
  readonly groups: readonly {
    readonly rules: readonly { readonly alert?: string; annotations?: Record<string, string> }[];
  }[];
}

describe('the rules', () => {
  it('have a test for every alert', () => {
    const { groups } = load(readFileSync(RULES, 'utf8')) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
    const tests = readFileSync(TESTS, 'utf8');
    expect(alerts.length).toBeGreaterThan(5);
    expect(alerts.filter((alert) => !tests.includes(`alertname: ${alert}`))).toEqual([]);
  });
});

withTools('the rules in promtool', ['promtool'], () => {
  it.each([
    ['are valid', ['check', 'rules', RULES]],
    ['raise the expected alerts', ['test', 'rules', TESTS]],
  ])('%s', (_case, args) => {
    const { code, out, err } = run('promtool', args);
    expect({ code, output: out + err }).toMatchObject({ code: 0 });
    expect(out).toContain('SUCCESS');
  });
});

interface Dashboard {
  readonly panels: readonly { readonly targets?: readonly { readonly expr: string }[] }[];
}

withTools('the dashboard', ['promtool'], () => {
  it('has valid queries', () => {
    const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as Dashboard;
    const queries = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const rules = queries.map((expr, index) => ({
      record: `panel:${index}`,
      expr: expr.replaceAll('$__rate_interval', '5m').replaceAll(/\$\w+/g, '.*'),
    }));
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const { out, err } = run('promtool', ['check', 'rules', file]);
    rmSync(folder, { recursive: true });
    expect(out + err).toContain(`${queries.length} rules found`);
    expect(queries.length).toBeGreaterThan(15);
  });
});

withTools('the rendered monitoring resources', ['helm'], () => {
  it('contain the rules of the file, each alert with the address of its runbook section', () => {
    const url = 'https://wiki.example.com/operations';
    const settings = ['prometheusRule.enabled=true', `prometheusRule.runbookUrl="${url}"`];
    const rule = only(render([], settings), 'PrometheusRule');
    const expected = load(readFileSync(RULES, 'utf8')) as Rules;
    for (const { rules } of expected.groups)
      for (const each of rules)
        if (each.alert !== undefined)
          each.annotations = {
            ...each.annotations,
            runbook_url: `${url}#${each.alert.toLowerCase()}`,
          };
    expect(rule.spec).toEqual(expected);
  });

  it('contain the dashboard of the file', () => {
    const resources = render([], ['dashboard.enabled=true']);
    const text = at(only(resources, 'ConfigMap', '-dashboard'), 'data') as Record<string, string>;
    const [dashboard = ''] = Object.values(text);
    expect(JSON.parse(dashboard)).toEqual(JSON.parse(readFileSync(DASHBOARD, 'utf8')));
  });
});
