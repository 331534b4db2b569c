import { SENDERS, type Account } from './accounts';
import { crash, crashSenders } from './faults';
import type { Scenario } from './scenario';
import { WARM_MS, withFaults } from './with-faults';

const KILLS = [crashSenders(7_500), crash(8_500, 0), crashSenders(10_500), crash(12_000, 1)];

const withKills = (name: string, account: Account, requiredShare: number): Scenario =>
  withFaults(`${name}, kill -9 of senders and replicas`, KILLS, {
    accounts: [account],
    steady: { fromMs: WARM_MS, atLeast: requiredShare },
    allowed: ['cut'],
  });

/** A token in the lease of a killed sender comes back when the lease is taken for lost. */
export const SENDERS_AND_KILLS = withKills('leases and pass-through', SENDERS.BOTH, 0.4);

export const LEASES_AND_KILLS = withKills('leases', SENDERS.LEASES, 0.4);

const halfTime = (account: Account): Account => ({
  ...account,
  ...(account.sender && { sender: { ...account.sender, demand: 0.5 } }),
});

/** The ways to share a quota with senders of messages, for the table in docs/quotas.md. */
export const WAYS: readonly Scenario[] = [
  withKills('pass-through', SENDERS.PASS_THROUGH, 0.5),
  LEASES_AND_KILLS,
  withKills('reserve', SENDERS.RESERVE, 0.3),
  withKills('leases, senders at half time', halfTime(SENDERS.LEASES), 0.4),
  withKills('reserve, senders at half time', halfTime(SENDERS.RESERVE), 0.2),
];
