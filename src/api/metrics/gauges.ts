import { Gauge, type Registry } from 'prom-client';
import type { GatewayRegistry } from '../../gateway';
import type { LeasedTokens, QuotaReport } from '../../limiter';
import type { HostStatus } from '../../transport';
import type { ConfigStatus } from '../probes/config-status';

/** A gauge whose value is read from a report when the metrics are scraped. */
interface ReportGauge<Report> {
  readonly name: string;
  readonly help: string;
  readonly value: (report: Report) => number;
}

/** Reports are of the vendor account: connections that share an account show the same values. */
const QUOTA_GAUGES: readonly ReportGauge<QuotaReport>[] = [
  {
    name: 'gateway_quota_limit_tokens',
    help: "Tokens that the gateway may use in one window: the vendor's limit less the reserve.",
    value: ({ limit }) => limit,
  },
  {
    name: 'gateway_quota_in_flight_tokens',
    help: 'Tokens taken by vendor calls whose answer has not arrived.',
    value: ({ inFlight }) => inFlight,
  },
  {
    name: 'gateway_quota_resting_tokens',
    help: 'Tokens taken by vendor calls that were answered less than a window ago.',
    value: ({ resting }) => resting,
  },
  {
    name: 'gateway_quota_waiting',
    help: 'Callers of this replica that wait for the quota.',
    value: ({ waiting }) => waiting,
  },
  {
    name: 'gateway_quota_worst_window_tokens',
    help: 'Most tokens in flight or resting at once so far; no window has had more vendor calls.',
    value: ({ worstWindow }) => worstWindow,
  },
  {
    name: 'gateway_quota_cooldown_seconds',
    help: 'Seconds until the cooldown after a vendor 429 ends; 0 without a cooldown.',
    value: ({ coolingDownMs }) => coolingDownMs / 1_000,
  },
];

const LEASE_GAUGES: readonly ReportGauge<LeasedTokens>[] = [
  {
    name: 'gateway_quota_leased_tokens',
    help: 'Of the tokens in flight, those in leases of a client.',
    value: ({ tokens }) => tokens,
  },
];

const CIRCUIT_VALUES = { closed: 0, 'half-open': 0.5, open: 1 } as const;

const HOST_GAUGES: readonly ReportGauge<HostStatus>[] = [
  {
    name: 'gateway_upstream_host_in_use',
    help: '1 for the vendor host that calls are sent to, 0 for the others; host 0 is the primary.',
    value: ({ inUse }) => (inUse ? 1 : 0),
  },
  {
    name: 'gateway_upstream_circuit_open',
    help: '1 while the circuit of a vendor host is open, 0.5 while one call tests the host, else 0.',
    value: ({ circuit }) => CIRCUIT_VALUES[circuit],
  },
];

/** The names follow those of Prometheus' own configuration metrics. */
const CONFIG_GAUGES: readonly ReportGauge<ConfigStatus>[] = [
  {
    name: 'gateway_config_last_reload_successful',
    help: '1 if the latest attempt to load the configuration succeeded, else 0.',
    value: ({ faults }) => (faults.length === 0 ? 1 : 0),
  },
  {
    name: 'gateway_config_last_reload_timestamp_seconds',
    help: 'Unix time in seconds at which the configuration in use was loaded.',
    value: ({ loadedAtMs }) => loadedAtMs / 1_000,
  },
  {
    name: 'gateway_config_restart_required',
    help: '1 if the configuration file has changes that apply only after a restart, else 0.',
    value: ({ needRestart }) => (needRestart.length === 0 ? 0 : 1),
  },
];

/** Whether the quota was used, or is needed, since the start: with many connections, most are not. */
const isInUse = ({ worstWindow, waiting, coolingDownMs, leased }: QuotaReport): boolean =>
  worstWindow > 0 || waiting > 0 || coolingDownMs > 0 || leased.length > 0;

interface LabelledReport<Report> {
  readonly labels: Readonly<Record<string, string>>;
  readonly report: Report;
}

/** Registers gauges of every quota, every vendor host and the configuration. */
export function registerGauges(
  registry: Registry,
  gateways: GatewayRegistry,
  status: ConfigStatus,
): void {
  const quotasInUse = oncePerTick(() =>
    gateways.all.flatMap(({ name: connection, limiter }) =>
      limiter
        .report()
        .filter(isInUse)
        .map((report) => ({ labels: { connection, quota: report.name }, report })),
    ),
  );
  register(registry, QUOTA_GAUGES, ['connection', 'quota'], quotasInUse);
  register(registry, LEASE_GAUGES, ['connection', 'quota', 'client'], () =>
    quotasInUse().flatMap(({ labels, report: { leased } }) =>
      leased.map((report) => ({ labels: { ...labels, client: report.client }, report })),
    ),
  );
  // hosts are labelled by their index in the configuration: a host name may contain an application id
  register(registry, HOST_GAUGES, ['connection', 'host'], () =>
    gateways.all.flatMap(({ name: connection, transport }) =>
      transport
        .hosts()
        .map((report, index) => ({ labels: { connection, host: String(index) }, report })),
    ),
  );
  register(registry, CONFIG_GAUGES, [], () => [{ labels: {}, report: status }]);
}

function register<Report>(
  registry: Registry,
  gauges: readonly ReportGauge<Report>[],
  labelNames: readonly string[],
  reports: () => readonly LabelledReport<Report>[],
): void {
  const scraped = oncePerTick(reports);
  for (const { name, help, value } of gauges)
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset(); // removes connections, quotas and hosts that are no longer configured
        for (const { labels, report } of scraped()) this.set(labels, value(report));
      },
    });
}

/** All gauges of a scrape are collected in one tick, so one report serves them all. */
function oncePerTick<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    if (known) return known.value;
    known = { value: read() };
    setImmediate(() => (known = undefined));
    return known.value;
  };
}
