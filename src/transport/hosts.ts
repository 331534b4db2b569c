import { TransportFailure, type FailureKind } from './failure';

/** Failures that a sick host or the way to it explains, and another host may not have. */
const OF_THE_HOST: ReadonlySet<FailureKind> = new Set([
  ...(['not-sent', 'circuit-open', 'timeout', 'cut', 'truncated'] as const),
]);

/** A primary and its backups: whichever is in use stays in use until it fails. */
export interface Hosts<Host> {
  readonly current: Host;
  /** Moves on to the next host, unless a call that failed earlier already has. */
  failed(host: Host): void;
}

/** @param hosts in the order of preference */
export function createHosts<Host>(hosts: readonly [Host, ...Host[]]): Hosts<Host> {
  let current = hosts[0];
  return {
    get current() {
      return current;
    },
    failed(host) {
      if (host === current) current = hosts[(hosts.indexOf(host) + 1) % hosts.length] ?? hosts[0];
    },
  };
}

/** Whether a status speaks against the host; 4xx, 429 included, is about the request. */
export const isHostTrouble = (outcome: unknown): boolean =>
  outcome instanceof TransportFailure
    ? OF_THE_HOST.has(outcome.kind)
    : typeof outcome === 'number' && outcome >= 500;
