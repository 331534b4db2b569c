import { join } from 'node:path';
import { MAX_SHUTDOWN_MS } from '../../src/app/shutdown';
import { at, only, render, VARIANTS } from './render';
import { gatewayYaml } from './load';
import { CHART, withTools } from './tools';

withTools('the pods', ['helm'], () => {
  describe.each(VARIANTS)('%s', (_name, file) => {
    const pod = (): unknown => at(only(render([file]), 'Deployment'), 'spec.template.spec');

    it('have no privileges, no token and a read-only file system', () => {
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

    it('have time to finish the calls under way', () => {
      const preStop = Number(at(pod(), 'containers.0.lifecycle.preStop.sleep.seconds'));
      expect(at(pod(), 'terminationGracePeriodSeconds')).toBeGreaterThan(
        preStop + MAX_SHUTDOWN_MS / 1_000,
      );
    });

    it('mount no subPath, whose files would never change', () => {
      expect(JSON.stringify(at(pod(), 'containers.0.volumeMounts'))).not.toContain('subPath');
    });
  });

  it('read gateway.yaml of a ConfigMap that exists already', () => {
    const resources = render(
      [],
      ['existingConfigMap={"name":"mine","hasRedis":true}', 'replicaCount=2'],
    );
    const deployment = only(resources, 'Deployment');
    expect(resources.map(({ kind }) => kind)).not.toContain('ConfigMap');
    expect(at(deployment, 'spec.template.spec.volumes.0.configMap.name')).toBe('mine');
    expect(at(deployment, 'spec.strategy.type')).toBe('RollingUpdate');
    const without = only(render([], ['existingConfigMap={"name":"mine"}']), 'Deployment');
    expect(at(without, 'spec.strategy.type')).toBe('Recreate');
  });

  it.each([
    ['', 'http', 1],
    ['server', 'https', 1],
    ['mutual', 'https', 0],
  ])('are reached as existingConfigMap.tls says: %j', (tls, protocol, testCount) => {
    const resources = render([], [`existingConfigMap=${JSON.stringify({ name: 'mine', tls })}`]);
    expect(at(only(resources, 'Service', '-gateway'), 'spec.ports.0.appProtocol')).toBe(protocol);
    const tests = resources.filter(({ kind }) => kind === 'Pod');
    expect(tests).toHaveLength(testCount);
    if (testCount > 0) expect(JSON.stringify(tests)).toContain(`"${protocol}://`);
  });

  it.each([
    ['nothing', {}, { port: 'http' }, 'http'],
    ['a certificate', { cert: '/c', key: '/k' }, { port: 'http', scheme: 'HTTPS' }, 'https'],
    ['both', { cert: '/c', key: '/k', clientCa: '/a' }, { port: 'metrics' }, 'https'],
  ])('are probed and reached as server.tls says: %s', (_, tls, probed, appProtocol) => {
    const config = Object.keys(tls).length === 0 ? {} : { server: { tls } };
    const resources = render([], [`config=${JSON.stringify({ connections: {}, ...config })}`]);
    const [container] = at(only(resources, 'Deployment'), 'spec.template.spec.containers') as [
      object,
    ];
    for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      const { path, ...address } = at(container, `${name}.httpGet`) as Record<string, string>;
      expect(path).toMatch(/^\/health\//);
      expect(address).toEqual(probed);
    }
    expect(at(only(resources, 'Service', '-gateway'), 'spec.ports.0.appProtocol')).toBe(
      appProtocol,
    );
    const tests = resources.filter(({ kind }) => kind === 'Pod');
    expect(tests).toHaveLength('clientCa' in tls ? 0 : 1);
    if (tests.length > 0) expect(JSON.stringify(tests)).toContain(`"${appProtocol}://`);
  });

  it('keep the labels that their Deployment selects', () => {
    const deployment = only(
      render([], ['podLabels={"app.kubernetes.io/name":"other","team":"chat"}']),
      'Deployment',
    );
    const labels = at(deployment, 'spec.template.metadata.labels');
    expect(labels).toMatchObject(at(deployment, 'spec.selector.matchLabels') as object);
    expect(labels).toMatchObject({ team: 'chat' });
  });

  it('get no secret from the ConfigMap', () => {
    const resources = render([join(CHART, 'ci', 'own-secret.yaml')]);
    const secret = only(resources, 'Secret');
    const values = Object.values(secret.data as Readonly<Record<string, string>>);
    expect(values).toHaveLength(2);
    for (const value of values)
      expect(gatewayYaml(resources)).not.toContain(Buffer.from(value, 'base64').toString());
  });

  it('restart on a change of the configuration only with restartOnConfigChange', () => {
    const annotations = (isEnabled: boolean): unknown =>
      at(
        only(render([], [`restartOnConfigChange=${isEnabled}`]), 'Deployment'),
        'spec.template.metadata.annotations',
      );
    expect(Object.keys(annotations(true) as object)).toContain('checksum/config');
    expect(Object.keys(annotations(false) as object)).not.toContain('checksum/config');
  });

  it('may connect to DNS, vendors and Redis only', () => {
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

  it('reach the proxy of vendor calls and the collector where these are named', () => {
    const policy = only(render([join(CHART, 'ci', 'everything.yaml')]), 'NetworkPolicy');
    expect(at(policy, 'spec.egress')).toEqual(
      expect.arrayContaining([
        { to: [{ ipBlock: { cidr: '10.2.0.9/32' } }], ports: [{ protocol: 'TCP', port: 8888 }] },
        expect.objectContaining({ ports: [{ protocol: 'TCP', port: 4317 }] }),
      ]),
    );
  });
});
