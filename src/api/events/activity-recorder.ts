import type { GatewayRegistry, GatewayObserver } from '../../gateway';
import type { LimiterObserver } from '../../limiter';
import { History } from './history';
import { sampleConnection } from './connection-sample';
import { IntervalCounts } from './interval-counts';

export const SAMPLE_INTERVAL_MS = 1_000;
/** Moments that are kept: five minutes. */
export const KEPT_SAMPLES = 300;

/** What goes on at every connection, a sample a second; what is older than `KEPT` of them is gone. */
export class ActivityRecorder {
  readonly history = new History(KEPT_SAMPLES);
  private readonly tallies = new Map<string, IntervalCounts>();
  private readonly readers = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private lastMs = 0;

  readonly gateway: GatewayObserver = {
    vendorCall: (call) => {
      this.tallyOf(call.connection).vendorCall(call);
    },
    merged: (connection, operation) => {
      this.tallyOf(connection).merge(operation);
    },
    throttled: () => undefined, // counted as a failed call
  };

  limiter(connection: string): LimiterObserver {
    const tally = () => this.tallyOf(connection);
    return {
      granted: (_draws, _wait, waitedMs) => {
        tally().wait(waitedMs);
      },
      refused: (reason) => {
        tally().refuse(reason);
      },
      cooledDown: () => undefined, // quotas say themselves how long they pause
      roundTrip: () => undefined,
      mode: (mode) => {
        tally().fleet({ mode });
      },
      replicas: (replicas) => {
        tally().fleet({ replicas });
      },
    };
  }

  /** Takes samples from now on, until it is closed. */
  start(gateways: GatewayRegistry): void {
    this.timer = setInterval(() => {
      this.sample(gateways);
    }, SAMPLE_INTERVAL_MS);
  }

  close(): void {
    clearInterval(this.timer);
    for (const leave of this.readers) leave();
  }

  /** Whom to tell that the process stops. @returns how to take that back */
  onClose(leave: () => void): () => void {
    this.readers.add(leave);
    return () => this.readers.delete(leave);
  }

  private sample({ all }: GatewayRegistry): void {
    const atMs = Math.max(Date.now(), this.lastMs + 1); // a clock may be set back
    this.lastMs = atMs;
    const samples = all.map((connection) => {
      const happened = this.tallyOf(connection.name).take();
      return [connection.name, sampleConnection(connection, happened)] as const;
    });
    this.history.add({ atMs, connections: new Map(samples) });
  }

  private tallyOf(connection: string): IntervalCounts {
    const known = this.tallies.get(connection);
    if (known !== undefined) return known;
    const tally = new IntervalCounts();
    this.tallies.set(connection, tally);
    return tally;
  }
}
