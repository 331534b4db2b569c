import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ConnectionObserver } from '../events/connection-observer';
import type { ConfigStatus } from '../probes/config-status';
import type { GatewayRegistry, GatewayObserver } from '../../gateway';
import type { RedisObserver } from '../../redis';
import { droppedLogLines } from '../http/logging/logger';
import { VERSION } from '../probes/version';
import { registerGauges } from './gauges';
import { BoundedLabels } from './bounded-labels';
import { ClientMetrics } from './client-metrics';
import { LedgerGauges } from './ledger-gauges';
import { RedisMetrics } from './redis-metrics';

/** Upper bounds of the latency buckets, in seconds. */
const LATENCY_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The metrics of one gateway process. Labels are names and codes, never ids, keys or values. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Histogram({
    name: 'gateway_http_request_duration_seconds',
    help: 'Duration in seconds of HTTP requests to the gateway, from arrival to the end of the reply.',
    labelNames: ['route', 'method', 'status'],
    buckets: LATENCY_BUCKETS,
    registers: [this.registry],
  });
  private readonly vendorCalls = new Histogram({
    name: 'gateway_upstream_request_duration_seconds',
    help: 'Duration in seconds of vendor calls; status 0 means no answer, outcome is ok or a problem code.',
    labelNames: ['connection', 'provider', 'route', 'status', 'outcome'],
    buckets: LATENCY_BUCKETS,
    registers: [this.registry],
  });
  private readonly vendorCodes = new BoundedLabels();
  private readonly vendorErrors = new Counter({
    name: 'gateway_upstream_errors_total',
    help: "Failed vendor calls by problem code and the vendor's own code (none without one).",
    labelNames: ['connection', 'provider', 'outcome', 'code'],
    registers: [this.registry],
  });
  private readonly networkCauses = new BoundedLabels();
  private readonly networkErrors = new Counter({
    name: 'gateway_upstream_network_errors_total',
    help: 'Vendor calls without a whole reply by cause, such as ENOTFOUND, ECONNREFUSED or SELF_SIGNED_CERT_IN_CHAIN.',
    labelNames: ['connection', 'provider', 'cause'],
    registers: [this.registry],
  });
  private readonly throttled = new Counter({
    name: 'gateway_upstream_throttled_total',
    help: 'Vendor 429 replies, counted once for each quota of the call. The gateway stays within the quotas, so another program uses the same vendor account.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly merged = new Counter({
    name: 'gateway_merged_calls_total',
    help: 'Calls that joined a waiting call and needed no vendor call of their own.',
    labelNames: ['connection', 'operation'],
    registers: [this.registry],
  });
  private readonly cachedReads = new Counter({
    name: 'gateway_cached_reads_total',
    help: 'Reads whose callers accept older data (Cache-Control: max-age), by result: hit if answered from memory, else miss.',
    labelNames: ['connection', 'result'],
    registers: [this.registry],
  });
  private readonly granted = new Counter({
    name: 'gateway_quota_granted_tokens_total',
    help: 'Tokens granted to vendor calls.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly waited = new Histogram({
    name: 'gateway_quota_wait_seconds',
    help: 'Seconds that granted vendor calls waited for quota.',
    labelNames: ['connection'],
    buckets: LATENCY_BUCKETS,
    registers: [this.registry],
  });
  private readonly refused = new Counter({
    name: 'gateway_quota_refused_total',
    help: 'Calls that got no tokens, by reason, counted once for each quota of the call.',
    labelNames: ['connection', 'quota', 'reason'],
    registers: [this.registry],
  });

  private readonly clients = new ClientMetrics(this.registry);
  private readonly cooldowns = new Counter({
    name: 'gateway_quota_cooldowns_total',
    help: 'Cooldowns of a quota after a vendor 429, counted under every connection of the vendor account.',
    labelNames: ['connection', 'quota'],
    registers: [this.registry],
  });
  private readonly redisRoundTrips = new Histogram({
    name: 'gateway_limiter_redis_round_trip_seconds',
    help: 'Duration in seconds of round trips to the quota ledgers in Redis; answered is false if no answer came in time.',
    labelNames: ['answered'],
    buckets: LATENCY_BUCKETS,
    registers: [this.registry],
  });
  private readonly clockSteps = new Counter({
    name: 'gateway_redis_clock_steps_total',
    help: 'Steps of the clock of Redis that a ledger has noticed.',
    labelNames: ['direction'],
    registers: [this.registry],
  });
  private readonly ledgers = new LedgerGauges(this.registry);
  private readonly redisMetrics = new RedisMetrics(this.registry);
  private readonly keyFailures = new Counter({
    name: 'gateway_issuer_key_failures_total',
    help: 'Failed requests for the keys of a token issuer by cause, such as ECONNREFUSED or "status 404".',
    labelNames: ['issuer', 'cause'],
    registers: [this.registry],
  });
  /** The export of telemetry, if there is one. */
  telemetry: { readonly failures: number } | undefined;

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'gateway_build_info',
      help: 'Always 1; the labels are the versions of the gateway and of Node.js.',
      labelNames: ['version', 'node'],
      registers: [this.registry],
    }).set({ version: VERSION, node: process.version }, 1);
    this.registerCount(
      'gateway_log_lines_lost_total',
      'Log lines dropped since the start because standard output did not accept them.',
      droppedLogLines,
    );
    this.registerCount(
      'gateway_telemetry_export_failures_total',
      'Exports of traces or metrics that failed.',
      () => this.telemetry?.failures ?? 0,
    );
  }

  private registerCount(name: string, help: string, count: () => number): void {
    new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(count());
      },
    });
  }

  recordRequest(route: string, method: string, status: number, seconds: number): void {
    this.requests.observe({ route, method, status }, seconds);
  }

  recordKeyFailure(issuer: string, cause: string): void {
    this.keyFailures.inc({ issuer, cause });
  }

  readonly gateway: GatewayObserver = {
    vendorCall: (call) => {
      const { connection, provider, route, status, outcome, code, cause, durationMs } = call;
      this.vendorCalls.observe(
        { connection, provider, route, status, outcome },
        durationMs / 1_000,
      );
      if (outcome === 'ok') return;
      const label = code === undefined ? 'none' : this.vendorCodes.label(connection, code);
      this.vendorErrors.inc({ connection, provider, outcome, code: label });
      if (cause === undefined) return;
      const name = this.networkCauses.label(connection, cause);
      this.networkErrors.inc({ connection, provider, cause: name });
    },
    throttled: (connection, quotas) => {
      for (const quota of quotas) this.throttled.inc({ connection, quota });
    },
    merged: (connection, operation) => {
      this.merged.inc({ connection, operation });
    },
    cachedRead: (connection, result) => {
      this.cachedReads.inc({ connection, result });
    },
  };

  redis(): RedisObserver {
    return this.redisMetrics.observer();
  }

  limiter(connection: string): ConnectionObserver {
    this.ledgers.added(connection);
    return {
      granted: (draws, wait, waitedMs) => {
        for (const { quota, tokens } of draws) this.granted.inc({ connection, quota }, tokens);
        this.waited.observe({ connection }, waitedMs / 1_000);
        this.clients.granted(wait.client, connection, draws, waitedMs);
      },
      refused: (reason, draws, wait) => {
        this.clients.refused(wait.client, connection, reason);
        for (const { quota } of draws) this.refused.inc({ connection, quota, reason });
      },
      cooledDown: (quotas) => {
        for (const quota of quotas) this.cooldowns.inc({ connection, quota });
      },
      roundTrip: (answered, tookMs) => {
        this.redisRoundTrips.observe({ answered: String(answered) }, tookMs / 1_000);
      },
      clockStepped: (byMs) => {
        this.clockSteps.inc({ direction: byMs > 0 ? 'forward' : 'back' });
      },
      ledger: (state) => {
        this.ledgers.setState(connection, state);
      },
      suspended: ({ length }) => {
        this.ledgers.setSuspended(connection, length);
      },
      replicas: (count) => {
        this.ledgers.setReplicas(connection, count);
      },
      removed: () => {
        this.ledgers.removed(connection);
      },
    };
  }

  /** Adds the gauges that are read from the gateways and the configuration at each scrape. */
  registerGauges(gateways: GatewayRegistry, status: ConfigStatus): void {
    registerGauges(this.registry, gateways, status);
  }
}
