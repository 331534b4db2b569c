import { GatewayRegistry, type RegisteredConnection } from '../../gateway';
import { createLimiter } from '../../limiter';
import { ConfigStatus } from '../probes/config-status';
import { Metrics } from './metrics';

const CONNECTIONS = 1_000;
const QUOTAS = Array.from({ length: 12 }, (_, index) => ({
  name: `message-metadata.quota-${index}`,
  limit: 100,
  windowMs: 1_000,
}));
const SECONDARY = { inUse: false, circuit: 'closed' } as const;

it('answers a scrape of 1,000 connections, most of them idle, with less than 1 MB', async () => {
  const metrics = new Metrics();
  const observers = Array.from({ length: CONNECTIONS }, (_, index) =>
    metrics.limiter(`connection-${index}`),
  );
  const limiters = observers.map((observer) =>
    createLimiter({
      quotas: QUOTAS,
      clientTimeoutMs: 1_000,
      maxWaiting: 10,
      coldStart: false,
      observer,
    }),
  );
  const gateways = new GatewayRegistry();
  gateways.set(
    limiters.map(
      (limiter, index) =>
        ({
          connection: {
            name: `connection-${index}`,
            limiter,
            transport: { hosts: () => [{ ...SECONDARY, inUse: true }, SECONDARY] },
          },
        }) as unknown as RegisteredConnection,
    ),
  );
  metrics.registerGauges(gateways, new ConfigStatus());
  for (const observer of observers) {
    observer.ledger('quarantined');
    observer.ledger('shared');
    observer.roundTrip(true, 2);
    observer.replicas(4);
  }
  const draws = [{ quota: 'message-metadata.quota-1', tokens: 1 }];
  for (const limiter of limiters.slice(0, 100))
    (await limiter.acquire(draws, { client: 'orders', weight: 1, maxWaitMs: 0 })).answered();
  const text = await metrics.registry.metrics();
  for (const limiter of limiters) limiter.close();
  expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
  expect(text).toContain('gateway_quota_limit_tokens{connection="connection-99"');
  expect(text).not.toContain('gateway_quota_limit_tokens{connection="connection-100"');
});
