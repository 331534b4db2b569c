import { setTimeout as sleep } from 'node:timers/promises';
import { worstWindow } from '../../limiter/vendor-count';
import type { Callers } from './callers';
import { isLinearizable } from './linearizable';
import type { ChaosStage } from './stage';
import type { ChaosVendor } from './vendors';

/** Everything that is not as it has to be, in words. */
export async function violationsOf(stage: ChaosStage, callers: Callers): Promise<string[]> {
  const over = await Promise.all(stage.vendors.map(overOf));
  return [
    ...over.flat(),
    ...(await miscounted(stage, callers)),
    ...[...callers.events]
      .filter(([, events]) => !isLinearizable(events))
      .map(([key, events]) => `${key} is not linearizable: ${JSON.stringify(events)}`),
  ];
}

/** Quotas of which the vendor received more than their limit in one window. */
async function overOf(vendor: ChaosVendor): Promise<string[]> {
  const { arrivals } = (await vendor.control('GET', 'arrivals')) as {
    arrivals: { atMs: number; quotas: Record<string, number> }[];
  };
  const counted = arrivals.map(({ atMs, quotas }) => ({
    atMs,
    draws: Object.entries(quotas).map(([quota, tokens]) => ({ quota, tokens })),
  }));
  return Object.entries(vendor.account.quotas).flatMap(([name, quota]) => {
    const worst = worstWindow(counted, { name, ...quota });
    return worst > quota.limit ? [`${name}: ${worst} of ${quota.limit} in one window`] : [];
  });
}

/** Counters that are not what was acknowledged, and at most what nobody knows more. */
async function miscounted({ vendors }: ChaosStage, { counts }: Callers): Promise<string[]> {
  const sendbird = vendors.find(({ account }) => account.vendor === 'sendbird');
  const state = (await sendbird?.control('GET', 'state')) as {
    open_channels: Record<string, { metacounter: Record<string, number> }>;
  };
  const held = state.open_channels.sendbird_open_channel_1?.metacounter ?? {};
  return [...counts].flatMap(([counter, { done, unknown }]) => {
    const value = held[counter] ?? 0;
    return value < done || value > done + unknown
      ? [`${counter} is ${value}; ${done} were acknowledged, of ${unknown} nobody knows`]
      : [];
  });
}

/** The share of a replica that died is set aside for half a minute; leases are shorter. */
const BACK_WITHIN_MS = 35_000;
const LOOK_MS = 500;
/** A longer window rests for longer than anybody waits here. */
const LONGEST_WINDOW_MS = 1_000;

/** Tokens, locks and replicas that do not come back. */
export async function leaked(stage: ChaosStage): Promise<string[]> {
  const untilMs = performance.now() + BACK_WITHIN_MS;
  for (;;) {
    const away = [...(await tokensAway(stage)), ...(await stage.redis.locks())];
    if (away.length === 0 || performance.now() > untilMs) return away;
    await sleep(LOOK_MS);
  }
}

async function tokensAway({ replicas, vendors, headers }: ChaosStage): Promise<string[]> {
  const found: string[] = [];
  for (const { url } of replicas) {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    if (/^gateway_limiter_fallback\{.*\} 1$/m.test(metrics)) found.push(`${url} goes on alone`);
    for (const { account } of vendors) {
      const path = `/v1/connections/${account.vendor}/quotas`;
      const answer = await fetch(`${url}${path}`, { headers });
      const { quotas } = (await answer.json()) as { quotas: readonly Standing[] };
      for (const { name, inFlight, resting, waiting, windowMs } of quotas)
        if (windowMs <= LONGEST_WINDOW_MS && inFlight + resting + waiting > 0)
          found.push(`${name}: ${inFlight} away, ${resting} resting, ${waiting} waiting`);
    }
  }
  return found;
}

interface Standing {
  readonly name: string;
  readonly windowMs: number;
  readonly inFlight: number;
  readonly resting: number;
  readonly waiting: number;
}
