import { join } from 'node:path';
import { load } from './load';
import { at, only, render } from './render';
import { CHART, withTools } from './tools';

const SHARED = [join(CHART, 'ci', 'existing-secret.yaml')];
const ALONE = [join(CHART, 'ci', 'minimal.yaml')];

withTools('replicas and quotas', ['helm'], () => {
  it.each([
    ['replicas, one more in an update, one that still ends', 2 + 2, ['replicaCount=2']],
    ['updates without surge', 2 + 1, ['strategy={"maxSurge":0,"maxUnavailable":1}']],
    ['wider updates', 2 + 2 * 3 + 2, ['strategy={"maxSurge":3,"maxUnavailable":2}']],
    [
      'what the autoscaler may reach, whatever replicaCount says',
      9 + 2,
      ['autoscaling={"enabled":true,"maxReplicas":9}', 'replicaCount=20'],
    ],
  ])('limits.maxReplicas covers %s', (_what, maxReplicas, settings) => {
    expect(load(render(SHARED, settings)).limits.maxReplicas).toBe(maxReplicas);
  });

  it('without Redis one pod ends before the next one starts', () => {
    const resources = render(ALONE);
    const deployment = only(resources, 'Deployment');
    expect(load(resources).limits.maxReplicas).toBe(1);
    expect(at(deployment, 'spec.replicas')).toBe(1);
    expect(at(deployment, 'spec.strategy')).toEqual({ type: 'Recreate' });
    expect(resources.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  });

  it('the autoscaler alone says how many there are', () => {
    const resources = render(SHARED, ['autoscaling={"enabled":true,"maxReplicas":9}']);
    expect(at(only(resources, 'Deployment'), 'spec')).not.toHaveProperty('replicas');
    const scaler = only(resources, 'HorizontalPodAutoscaler');
    expect(at(scaler, 'spec')).toMatchObject({ minReplicas: 2, maxReplicas: 9 });
    expect(at(scaler, 'spec.metrics')).toMatchObject([{ type: 'Pods' }, { type: 'Resource' }]);
    expect(at(only(resources, 'PodDisruptionBudget'), 'spec.maxUnavailable')).toBe(1);
  });

  it('processor time is left where waits are not measured', () => {
    const scaled = '{"enabled":true,"queueWait":{"enabled":false}}';
    const scaler = only(render(SHARED, [`autoscaling=${scaled}`]), 'HorizontalPodAutoscaler');
    expect(at(scaler, 'spec.metrics')).toMatchObject([{ resource: { name: 'cpu' } }]);
  });
});
