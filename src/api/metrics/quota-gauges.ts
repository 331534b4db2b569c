import type { QuotaReport } from '../../limiter';

interface QuotaGauge {
  readonly name: string;
  readonly help: string;
  readonly of: (report: QuotaReport) => number;
}

export const QUOTA_GAUGES: readonly QuotaGauge[] = [
  { name: 'limit_tokens', help: 'Tokens of the quota.', of: ({ limit }) => limit },
  {
    name: 'in_flight_tokens',
    help: 'Tokens of vendor calls in flight.',
    of: ({ inFlight }) => inFlight,
  },
  { name: 'resting_tokens', help: 'Tokens that rest for a window.', of: ({ resting }) => resting },
  { name: 'waiting', help: 'Callers in line.', of: ({ waiting }) => waiting },
  {
    name: 'worst_window_tokens',
    help: 'The most tokens that any window has seen.',
    of: ({ worstWindow }) => worstWindow,
  },
  {
    name: 'cooldown_seconds',
    help: "What is left of the vendor's pause.",
    of: ({ coolingDownMs }) => coolingDownMs / 1_000,
  },
];
