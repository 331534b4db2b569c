import { ACCOUNTS } from './accounts';
import type { Fault, Scenario } from './scenario';

/** By then the quarantine of an empty Redis is over, and new processes have warmed up. */
export const WARM_MS = 6_500;

/** Time for the late effects of a fault. */
export const AFTERMATH_MS = 4_000;

export const withFaults = (
  name: string,
  faults: readonly Fault[],
  more: Partial<Scenario> = {},
): Scenario => ({
  name,
  replicas: 4,
  redis: 'direct',
  accounts: [ACCOUNTS.MESSAGES, ACCOUNTS.ATTRIBUTES, ACCOUNTS.MINUTE],
  rttMs: 20,
  jitterMs: 100,
  forMs: Math.max(0, ...faults.map(({ atMs }) => atMs)) + AFTERMATH_MS,
  faults,
  ...more,
});
