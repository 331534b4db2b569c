import { Counter, Gauge, type Registry } from 'prom-client';
import type { RedisObserver } from '../../redis';

/** The connection to Redis as this replica sees it. */
export class RedisMetrics {
  private readonly connected = new Gauge({
    name: 'gateway_redis_connected',
    help: '1 while this replica has a connection to Redis that carries out all its commands, else 0.',
    registers: [this.registry],
  });
  private readonly failures = new Counter({
    name: 'gateway_redis_failures_total',
    help: 'Failed attempts to connect to Redis and failed commands, by use (connection, ledger, locks or idempotency) and cause.',
    labelNames: ['use', 'cause'],
    registers: [this.registry],
  });

  constructor(private readonly registry: Registry) {
    this.connected.remove(); // has no value unless Redis is configured
  }

  /** For a Redis that is configured and not connected yet. */
  observer(): RedisObserver {
    this.connected.set(0);
    return {
      connected: () => {
        this.connected.set(1);
      },
      lost: ({ cause }) => {
        this.connected.set(0);
        this.failures.inc({ use: 'connection', cause });
      },
      failed: (use, { cause }) => {
        this.failures.inc({ use, cause });
      },
      recovered: () => undefined, // a counter does not go down
    };
  }
}
