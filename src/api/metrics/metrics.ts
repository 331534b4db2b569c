import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ConfigStatus } from '../probes/config-status';
import type { GatewayRegistry, GatewayObserver } from '../../gateway';
import type { LimiterObserver } from '../../limiter';
import { linesLost } from '../http/logging/logger';
import { VERSION } from '../probes/version';
import { VendorCodeLabels } from './vendor-code-labels';
import { watchConfigStatus } from './config-gauges';
import { watchHosts } from './host-gauges';
import { QUOTA_GAUGES } from './quota-gauges';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Everything `/metrics` tells. Labels are names and codes, never ids, keys or values. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'gateway_http_request_duration_seconds',
    help: 'Requests by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly vendorCalls = new Histogram({
    name: 'gateway_upstream_request_duration_seconds',
    help: 'Vendor calls by connection, route, HTTP status and what the reply meant.',
    labelNames: ['connection', 'provider', 'route', 'status', 'outcome'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly vendorCodes = new VendorCodeLabels();
  private readonly vendorErrors = new Counter({
    name: 'gateway_upstream_errors_total',
    help: "Vendor calls that failed, by what that meant and the vendor's own code, if it gave one.",
    labelNames: ['connection', 'provider', 'outcome', 'code'],
    registers: [this.registry],
  });
  private readonly throttled = new Counter({
    name: 'gateway_upstream_throttled_total',
    help: 'Vendor 429s in spite of our quota: somebody else uses this account.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly merged = new Counter({
    name: 'gateway_merged_calls_total',
    help: 'Calls that went along with one that was waiting already.',
    labelNames: ['connection', 'operation'],
    registers: [this.registry],
  });
  private readonly granted = new Counter({
    name: 'gateway_quota_granted_tokens_total',
    help: 'Tokens granted.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly waited = new Histogram({
    name: 'gateway_quota_wait_seconds',
    help: 'How long granted calls waited for quota.',
    labelNames: ['connection'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly refused = new Counter({
    name: 'gateway_quota_refused_total',
    help: 'Calls that were refused quota, by reason.',
    labelNames: ['connection', 'quota', 'reason'],
    registers: [this.registry],
  });

  private readonly cooldowns = new Counter({
    name: 'gateway_quota_cooldowns_total',
    help: 'Pauses of a quota after a vendor 429; any at all means that somebody else uses this account.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly redisTrips = new Histogram({
    name: 'gateway_limiter_redis_round_trip_seconds',
    help: 'Round trips of the limiter to Redis, and whether an answer came in time.',
    labelNames: ['connection', 'answered'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly alone = new Gauge({
    name: 'gateway_limiter_fallback',
    help: '1 while Redis is lost and this replica goes on with its share, or refuses.',
    labelNames: ['connection'],
    registers: [this.registry],
  });
  private readonly replicas = new Gauge({
    name: 'gateway_limiter_replicas',
    help: 'Replicas that share the quotas through Redis, as this one sees them.',
    labelNames: ['connection'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'gateway_build_info',
      help: 'The running version.',
      labelNames: ['version', 'node'],
      registers: [this.registry],
    }).set({ version: VERSION, node: process.version }, 1);
    new Counter({
      name: 'gateway_log_lines_lost_total',
      help: 'Lines of the log that were dropped since the start, because nobody took them or the disk was full.',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(linesLost());
      },
    });
  }

  recordRequest(route: string, method: string, status: number, seconds: number): void {
    this.requests.observe({ route, method, status }, seconds);
  }

  readonly gateway: GatewayObserver = {
    vendorCall: ({ connection, provider, route, status, outcome, code, durationMs }) => {
      this.vendorCalls.observe(
        { connection, provider, route, status, outcome },
        durationMs / 1_000,
      );
      if (outcome === 'ok') return;
      const own = code === undefined ? 'none' : this.vendorCodes.label(connection, code);
      this.vendorErrors.inc({ connection, provider, outcome, code: own });
    },
    throttled: (connection, quotas) => {
      for (const quota of quotas) this.throttled.inc({ connection, quota });
    },
    merged: (connection, operation) => {
      this.merged.inc({ connection, operation });
    },
  };

  limiter(connection: string): LimiterObserver {
    return {
      granted: (draws, _wait, waitedMs) => {
        for (const { quota, tokens } of draws) this.granted.inc({ connection, quota }, tokens);
        this.waited.observe({ connection }, waitedMs / 1_000);
      },
      refused: (reason, draws) => {
        for (const { quota } of draws) this.refused.inc({ connection, quota, reason });
      },
      cooledDown: (quotas) => {
        for (const quota of quotas) this.cooldowns.inc({ connection, quota });
      },
      roundTrip: (ok, tookMs) => {
        this.redisTrips.observe({ connection, answered: String(ok) }, tookMs / 1_000);
      },
      mode: (mode) => {
        this.alone.set({ connection }, mode === 'fallback' ? 1 : 0);
      },
      replicas: (count) => {
        this.replicas.set({ connection }, count);
      },
    };
  }

  /** Gauges of every quota and of the configuration, read when they are asked for. */
  registerGauges(gateways: GatewayRegistry, status: ConfigStatus): void {
    watchConfigStatus(this.registry, status);
    watchHosts(this.registry, gateways);
    for (const { name, help, of } of QUOTA_GAUGES)
      new Gauge({
        name: `gateway_quota_${name}`,
        help,
        labelNames: ['connection', 'quota'],
        registers: [this.registry],
        collect() {
          this.reset(); // connections come and go
          for (const { name: connection, limiter } of gateways.all)
            for (const report of limiter.report())
              this.set({ connection, quota: report.name }, of(report));
        },
      });
  }
}
