import { isIP } from 'node:net';

/** Failures without a delay: people mistype, and clients start with an old key. */
const FREE_FAILURES = 10;
/** Each further failure adds this to the delay of the next reply. */
const DELAY_STEP_MS = 25;
const MAX_DELAY_MS = 5_000;
const MAX_FAILURES = FREE_FAILURES + MAX_DELAY_MS / DELAY_STEP_MS;
/** One failure is forgotten in this time, so that persistent guessing slows down to one try a second. */
const FORGET_INTERVAL_MS = 1_000;
/** Beyond these numbers the oldest network is forgotten, and the oldest reply is sent. */
const MAX_NETWORKS = 10_000;
const MAX_DELAYED_REPLIES = 1_000;

interface FailureRecord {
  readonly failures: number;
  readonly atMs: number;
}

/**
 * Delays the replies to failed authentication, for each network separately. Valid credentials from the
 * same network are never delayed.
 */
export class FailureDelays {
  /** The network with the latest failure is last. */
  private readonly networks = new Map<string, FailureRecord>();
  private readonly delayed = new Set<() => void>();

  /** @param nowMs a monotonic clock in milliseconds */
  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Records a failure. @returns milliseconds to delay its reply, 0 to 5,000 */
  recordFailure(address: string | undefined): number {
    const network = networkOf(address);
    const nowMs = this.nowMs();
    const { failures, atMs } = this.networks.get(network) ?? { failures: 0, atMs: nowMs };
    const remembered = Math.max(0, failures - (nowMs - atMs) / FORGET_INTERVAL_MS);
    const current = Math.min(remembered + 1, MAX_FAILURES);
    this.networks.delete(network);
    this.networks.set(network, { failures: current, atMs: nowMs });
    const [oldest] = this.networks.keys();
    if (oldest !== undefined && this.networks.size > MAX_NETWORKS) this.networks.delete(oldest);
    return Math.round(Math.max(0, current - FREE_FAILURES) * DELAY_STEP_MS);
  }

  /**
   * Calls `reply` after `delayMs`, or earlier if too many other replies are delayed.
   * @returns a function that cancels the reply
   */
  delay(delayMs: number, reply: () => void): () => void {
    const send = (): void => {
      cancel();
      reply();
    };
    const cancel = (): void => {
      clearTimeout(timer);
      this.delayed.delete(send);
    };
    const timer = setTimeout(send, delayMs);
    this.delayed.add(send);
    const [oldest] = this.delayed;
    if (this.delayed.size > MAX_DELAYED_REPLIES) oldest?.();
    return cancel;
  }
}

/**
 * The addresses that one client usually controls, as text: an IPv4 address, or the /64 of an IPv6 address.
 * `unknown` for text that is no address, because clients can write anything into `X-Forwarded-For`.
 */
export function networkOf(address: string | undefined): string {
  const [bare = ''] = (address ?? '').split('%'); // drops the zone of a link-local address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare;
  if (isIP(mapped) === 4) return mapped;
  if (isIP(mapped) !== 6) return 'unknown';
  const [head = [], tail = []] = mapped.split('::').map((part) => part.split(':'));
  const zeros = mapped.includes('::') ? new Array<string>(8 - head.length - tail.length) : [];
  const groups = [...head, ...zeros.fill('0'), ...tail].slice(0, 4);
  return groups.map((group) => parseInt(group || '0', 16).toString(16)).join(':');
}
