import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, only, render, VARIANTS } from './render';
import { gatewayYaml } from './load';
import { CHART, withTools } from './tools';

const SOURCE = join(CHART, '..', 'src');

/** How long the gateway lets calls under way end, from its source. */
const [GRACE_S = 0] = readdirSync(SOURCE)
  .filter((name) => name.endsWith('.ts'))
  .flatMap(
    (name) => /GRACE_MS = ([\d_]+)/.exec(readFileSync(join(SOURCE, name), 'utf8'))?.[1] ?? [],
  )
  .map((ms) => Number(ms.replace('_', '')) / 1_000);

withTools('the pods', ['helm'], () => {
  describe.each(VARIANTS)('%s', (_name, file) => {
    const pod = (): unknown => at(only(render([file]), 'Deployment'), 'spec.template.spec');

    it('have no rights, no token and nothing to write on', () => {
      expect(pod()).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(at(pod(), 'containers.0.securityContext')).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    it('get to end their calls', () => {
      const preStop = Number(at(pod(), 'containers.0.lifecycle.preStop.sleep.seconds'));
      expect(GRACE_S).toBeGreaterThan(0);
      expect(at(pod(), 'terminationGracePeriodSeconds')).toBeGreaterThan(preStop + GRACE_S);
    });

    it('see changes of their files: no subPath', () => {
      expect(JSON.stringify(at(pod(), 'containers.0.volumeMounts'))).not.toContain('subPath');
    });
  });

  it('keep what is secret out of the ConfigMap', () => {
    const resources = render([join(CHART, 'ci', 'own-secret.yaml')]);
    const secret = only(resources, 'Secret');
    const values = Object.values(secret.data as Readonly<Record<string, string>>);
    expect(values).toHaveLength(2);
    for (const value of values)
      expect(gatewayYaml(resources)).not.toContain(Buffer.from(value, 'base64').toString());
  });

  it('restart on a change of configuration only where that is wanted', () => {
    const annotations = (wanted: boolean): unknown =>
      at(
        only(render([], [`restartOnConfigChange=${wanted}`]), 'Deployment'),
        'spec.template.metadata.annotations',
      );
    expect(Object.keys(annotations(true) as object)).toContain('checksum/config');
    expect(Object.keys(annotations(false) as object)).not.toContain('checksum/config');
  });

  it('reach names, vendors and Redis, and nothing else', () => {
    const policy = only(render([join(CHART, 'values-production.yaml')]), 'NetworkPolicy');
    const rules = at(policy, 'spec.egress') as readonly {
      readonly ports: readonly { readonly port: number }[];
    }[];
    expect(at(policy, 'spec.policyTypes')).toEqual(['Ingress', 'Egress']);
    expect(rules.map(({ ports }) => ports.map(({ port }) => port))).toEqual([
      [53, 53],
      [443],
      [6379],
    ]);
  });
});
