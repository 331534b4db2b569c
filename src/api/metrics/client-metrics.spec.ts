import { Registry } from 'prom-client';
import { ClientMetrics } from './client-metrics';

const DRAWS = [{ quota: 'set', tokens: 2 }];

it('counts tokens, waits and refusals by client', async () => {
  const registry = new Registry();
  const metrics = new ClientMetrics(registry);
  metrics.granted('orders', 'main', DRAWS, 500);
  metrics.refused('orders', 'main', 'forecast');
  const text = await registry.metrics();
  const labels = 'client="orders",connection="main"';
  expect(text).toContain(`gateway_client_tokens_total{${labels},quota="set"} 2`);
  expect(text).toContain(`gateway_client_wait_seconds_total{${labels}} 0.5`);
  expect(text).toContain(`gateway_client_refused_total{${labels},reason="forecast"} 1`);
});

it('has series of the 50 busiest clients and "other", however many call', async () => {
  const registry = new Registry();
  const metrics = new ClientMetrics(registry);
  for (let client = 0; client < 500; client += 1)
    metrics.granted(`client-${client}`, 'main', DRAWS, 0);
  for (let call = 0; call < 5; call += 1) metrics.granted('client-499', 'main', DRAWS, 0);
  await new Promise(setImmediate);
  const lines = (await registry.metrics())
    .split('\n')
    .filter((line) => line.startsWith('gateway_client_tokens_total{'));
  expect(lines).toHaveLength(51);
  expect(lines.join('\n')).toContain('client="client-499"');
  expect(lines.join('\n')).toContain('client="other"');
});
