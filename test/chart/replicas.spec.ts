import { join } from 'node:path';
import { load } from './load';
import { at, only, render } from './render';
import { CHART, withTools } from './tools';

const WITH_REDIS = [join(CHART, 'ci', 'existing-secret.yaml')];
const WITHOUT_REDIS = [join(CHART, 'ci', 'minimal.yaml')];

withTools('replicas and quotas', ['helm'], () => {
  it.each([
    ['the replicas, one more in an update and a terminating one', 2 + 2, ['replicaCount=2']],
    ['an update without surge', 2 + 1, ['strategy={"maxSurge":0,"maxUnavailable":1}']],
    [
      'an update with a larger surge',
      2 + 2 * 3 + 2,
      ['strategy={"maxSurge":3,"maxUnavailable":2}'],
    ],
    [
      'the maximum of the autoscaler, not replicaCount',
      9 + 2,
      ['autoscaling={"enabled":true,"maxReplicas":9}', 'replicaCount=20'],
    ],
  ])('limits.maxReplicas covers %s', (_case, maxReplicas, settings) => {
    expect(load(render(WITH_REDIS, settings)).limits.maxReplicas).toBe(maxReplicas);
  });

  it('without Redis, one pod stops before the new one starts', () => {
    const resources = render(WITHOUT_REDIS);
    const deployment = only(resources, 'Deployment');
    expect(load(resources).limits.maxReplicas).toBe(1);
    expect(at(deployment, 'spec.replicas')).toBe(1);
    expect(at(deployment, 'spec.strategy')).toEqual({ type: 'Recreate' });
    expect(resources.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  });

  it('only the autoscaler sets the number of replicas', () => {
    const resources = render(WITH_REDIS, ['autoscaling={"enabled":true,"maxReplicas":9}']);
    expect(at(only(resources, 'Deployment'), 'spec')).not.toHaveProperty('replicas');
    const scaler = only(resources, 'HorizontalPodAutoscaler');
    expect(at(scaler, 'spec')).toMatchObject({ minReplicas: 2, maxReplicas: 9 });
    expect(at(scaler, 'spec.metrics')).toMatchObject([{ type: 'Pods' }, { type: 'Resource' }]);
    expect(at(only(resources, 'PodDisruptionBudget'), 'spec.maxUnavailable')).toBe(1);
  });

  it('the autoscaler uses processor time alone without queueWait', () => {
    const scaled = '{"enabled":true,"queueWait":{"enabled":false}}';
    const scaler = only(render(WITH_REDIS, [`autoscaling=${scaled}`]), 'HorizontalPodAutoscaler');
    expect(at(scaler, 'spec.metrics')).toMatchObject([{ resource: { name: 'cpu' } }]);
  });
});
