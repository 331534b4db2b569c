import type { Connection, ConnectionMode } from '../../gateway';
import { countLeased, type QuotaReport } from '../../limiter';
import type { HostStatus } from '../../transport';
import { withoutNames } from './client-counts';
import type { ConnectionSample } from './history';
import type { IntervalActivity } from './interval-counts';

/** The figures of a quota, in the order of its list in a sample; times in milliseconds. */
export const QUOTA_FIGURES = [
  'limit',
  'inFlight',
  'resting',
  'waiting',
  'waitForecastMs',
  'worstWindow',
  'coolingDownMs',
  'leased',
] as const satisfies readonly (keyof QuotaReport)[];

/** The part of a connection that seldom changes. */
interface Description {
  readonly name: string;
  readonly provider: string;
  readonly title: string;
  readonly quotas: readonly { readonly name: string; readonly windowMs: number }[];
}

/** The state of a connection, and its activity since the previous sample. */
interface Figures extends Omit<IntervalActivity, 'clients'> {
  readonly name: string;
  /** In the order of the description; each list in the order of `QUOTA_FIGURES`. */
  readonly quotas: readonly (readonly number[])[];
  readonly hosts: readonly HostStatus[];
  /** Absent: the connection accepts all operations. */
  readonly mode?: ConnectionMode;
}

export function sampleConnection(
  { name, provider, limiter, transport, mode }: Connection,
  { clients = [], ...activity }: IntervalActivity,
): ConnectionSample {
  const reports = limiter.report();
  const description: Description = {
    name,
    provider: provider.name,
    title: provider.title,
    quotas: reports.map((report) => ({ name: report.name, windowMs: report.windowMs })),
  };
  const figures: Figures = {
    name,
    quotas: reports.map((report) => QUOTA_FIGURES.map((figure) => figureOf(report, figure))),
    hosts: transport.hosts(),
    ...(mode !== 'read-write' && { mode }),
    ...activity,
  };
  return {
    description: intern(name, JSON.stringify(description)),
    figures: JSON.stringify(figures),
    clients,
  };
}

/** The figures for one reader, in JSON. @param mayName whether the reader may learn that a client has calls */
export function figuresFor(
  { figures, clients }: ConnectionSample,
  mayName: (client: string) => boolean,
): string {
  if (clients.length === 0) return figures;
  return `${figures.slice(0, -1)},"clients":${JSON.stringify(withoutNames(clients, mayName))}}`;
}

const figureOf = (report: QuotaReport, figure: (typeof QUOTA_FIGURES)[number]): number =>
  figure === 'leased' ? countLeased(report.leased) : Math.ceil(report[figure]);

/** The latest description of each connection, in JSON. */
const descriptions = new Map<string, string>();

/** Returns one string for equal descriptions, so that a history of them holds each text once. */
function intern(connection: string, description: string): string {
  const latest = descriptions.get(connection);
  if (latest === description) return latest;
  descriptions.set(connection, description);
  return description;
}
