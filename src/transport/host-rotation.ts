import { TransportFailure, type FailureKind } from './transport-failure';

/** Failures of a host or of the network path to it; another host may not have them. */
const HOST_FAILURES: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'not-sent',
  'circuit-open',
  'timeout',
  'cut',
  'truncated',
]);

/** A primary host and its backups. The current host stays current until it fails. */
export interface HostRotation<Host> {
  readonly current: Host;
  /** Makes the next host current; does nothing if the failed host is no longer current. */
  reportFailure(host: Host): void;
}

/** @param hosts primary first; after the last host comes the first one again */
export function createHostRotation<Host>(hosts: readonly [Host, ...Host[]]): HostRotation<Host> {
  let current = hosts[0];
  return {
    get current() {
      return current;
    },
    reportFailure(host) {
      if (host === current) current = hosts[(hosts.indexOf(host) + 1) % hosts.length] ?? hosts[0];
    },
  };
}

/**
 * Whether the outcome of a call is the host's failure.
 * @param outcome HTTP status or thrown error; a status below 500, 429 included, concerns the request
 */
export const isHostFailure = (outcome: unknown): boolean =>
  outcome instanceof TransportFailure
    ? HOST_FAILURES.has(outcome.kind)
    : typeof outcome === 'number' && outcome >= 500;
