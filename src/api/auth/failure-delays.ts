import { networkOf } from './network-of';

/** So many failures go unpunished: people mistype, and clients start with a stale key. */
const FREE = 10;
/** Each further failure holds the next answer back this much longer. */
const STEP_MS = 25;
const LONGEST_MS = 5_000;
const MOST_FAILURES = FREE + LONGEST_MS / STEP_MS;
/** A failure is forgotten in this time, so one who tries on and on gets a try a second. */
const FORGOTTEN_MS = 1_000;
/** Networks that are remembered, and answers that are held back; the oldest make room. */
const MOST_NETWORKS = 10_000;
const MOST_HELD = 1_000;

interface Record {
  readonly failures: number;
  readonly atMs: number;
}

/**
 * Slows failed authentication down, for each network on its own. Only the answers to failures are held
 * back: good credentials from the same address are never in the way.
 */
export class FailureDelays {
  /** The one that failed last is last. */
  private readonly networks = new Map<string, Record>();
  private readonly held = new Set<() => void>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Counts a failure. @returns milliseconds to hold its answer back */
  fail(address: string | undefined): number {
    const network = networkOf(address);
    const nowMs = this.nowMs();
    const { failures, atMs } = this.networks.get(network) ?? { failures: 0, atMs: nowMs };
    const left = Math.max(0, failures - (nowMs - atMs) / FORGOTTEN_MS);
    const now = Math.min(left + 1, MOST_FAILURES);
    this.networks.delete(network);
    this.networks.set(network, { failures: now, atMs: nowMs });
    const [oldest] = this.networks.keys();
    if (oldest !== undefined && this.networks.size > MOST_NETWORKS) this.networks.delete(oldest);
    return Math.round(Math.max(0, now - FREE) * STEP_MS);
  }

  /** Calls back after so long; at once where too many are held. @returns what forgets it */
  hold(forMs: number, then: () => void): () => void {
    const release = (): void => {
      forget();
      then();
    };
    const forget = (): void => {
      clearTimeout(timer);
      this.held.delete(release);
    };
    const timer = setTimeout(release, forMs);
    this.held.add(release);
    const [oldest] = this.held;
    if (this.held.size > MOST_HELD) oldest?.();
    return forget;
  }
}
