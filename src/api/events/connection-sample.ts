import type { Connection } from '../../gateway';
import type { HostStatus } from '../../transport';
import type { ConnectionSample } from './history';
import type { IntervalActivity } from './interval-counts';

/** What the figures of a quota are, in their order; times in milliseconds. */
export const QUOTA_FIGURES = [
  ...(['limit', 'inFlight', 'resting', 'waiting', 'waitForecastMs'] as const),
  ...(['worstWindow', 'coolingDownMs'] as const),
];

/** What a connection is, as far as that seldom changes. */
interface Description {
  readonly name: string;
  readonly provider: string;
  readonly title: string;
  readonly quotas: readonly { readonly name: string; readonly windowMs: number }[];
}

/** How a connection stands, and what it has done since the sample before. */
interface Figures extends IntervalActivity {
  readonly name: string;
  /** In the order of the description, each as `QUOTA_FIGURES` says. */
  readonly quotas: readonly (readonly number[])[];
  readonly hosts: readonly HostStatus[];
}

export function sampleConnection(
  { name, provider, limiter, transport }: Connection,
  happened: IntervalActivity,
): ConnectionSample {
  const reports = limiter.report();
  const description: Description = {
    ...{ name, provider: provider.name, title: provider.title },
    quotas: reports.map((quota) => ({ name: quota.name, windowMs: quota.windowMs })),
  };
  const figures: Figures = {
    name,
    quotas: reports.map(({ limit, inFlight, resting, waiting, ...quota }) =>
      [
        ...[limit, inFlight, resting, waiting],
        ...[quota.waitForecastMs, quota.worstWindow, quota.coolingDownMs],
      ].map(Math.ceil),
    ),
    hosts: transport.hosts(),
    ...happened,
  };
  return { description: shared(description), figures: JSON.stringify(figures) };
}

const descriptions = new Map<string, string>();

/** One text for all equal ones: a ring of them is as good as none. */
function shared({ name, ...rest }: Description): string {
  const text = JSON.stringify({ name, ...rest });
  if (descriptions.get(name) !== text) descriptions.set(name, text);
  return descriptions.get(name) ?? text;
}
