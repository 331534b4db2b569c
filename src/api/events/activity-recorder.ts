import type { GatewayRegistry, GatewayObserver } from '../../gateway';
import { withEndTime, type RedisReport } from '../probes/redis-status';
import type { ConnectionObserver } from './connection-observer';
import { sampleConnection } from './connection-sample';
import { History } from './history';
import { IntervalCounts } from './interval-counts';
import { WatchedConnections } from './watched-connections';

export const SAMPLE_INTERVAL_MS = 1_000;
/** Samples in the history: five minutes. */
export const KEPT_SAMPLES = 300;

/** Counts the events of every connection and adds a sample of them to a bounded history each second. */
export class ActivityRecorder {
  readonly history = new History(KEPT_SAMPLES);
  readonly watched = new WatchedConnections();
  private readonly counts = new Map<string, IntervalCounts>();
  private readonly closeListeners = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;
  private lastSampleMs = 0;

  /** @param reportRedis returns the state of Redis; undefined without Redis */
  constructor(private readonly reportRedis: () => RedisReport | undefined) {}

  readonly gateway: GatewayObserver = {
    vendorCall: (call) => {
      this.countsFor(call.connection).vendorCall(call);
    },
    merged: (connection, operation) => {
      this.countsFor(connection).merged(operation);
    },
    cachedRead: (connection, result) => {
      this.countsFor(connection).cachedRead(result);
    },
    throttled: () => undefined, // `vendorCall` reports the same 429 as a failure
  };

  limiter(connection: string): ConnectionObserver {
    const counts = () => this.countsFor(connection);
    return {
      granted: (draws, { client }, waitedMs) => {
        counts().granted(client, draws, waitedMs);
      },
      refused: (reason, _draws, { client }) => {
        counts().refused(client, reason);
      },
      cooledDown: () => undefined, // each sample reads the cooldown from the limiter's report
      roundTrip: () => undefined,
      clockStepped: () => undefined,
      ledger: (mode, endsInMs) => {
        counts().updateFleet({ mode, untilMs: endsInMs && Math.round(Date.now() + endsInMs) });
      },
      suspended: (replicas) => {
        counts().updateFleet({ suspended: replicas.map(withEndTime) });
      },
      replicas: (replicas) => {
        counts().updateFleet({ replicas });
      },
      removed: () => {
        this.counts.delete(connection);
      },
    };
  }

  /** Takes a sample every `SAMPLE_INTERVAL_MS` until `close`. */
  start(gateways: GatewayRegistry): void {
    this.timer = setInterval(() => {
      this.sample(gateways);
    }, SAMPLE_INTERVAL_MS);
  }

  /** Stops sampling and calls the listeners of `onClose`. */
  close(): void {
    clearInterval(this.timer);
    for (const listener of this.closeListeners) listener();
  }

  /** @returns a function that removes the listener */
  onClose(listener: () => void): () => void {
    this.closeListeners.add(listener);
    return () => this.closeListeners.delete(listener);
  }

  private sample({ all }: GatewayRegistry): void {
    // `atMs` identifies a sample, so it must grow even when the system clock is set back
    const atMs = Math.max(Date.now(), this.lastSampleMs + 1);
    this.lastSampleMs = atMs;
    const connections = all.map((connection) => {
      const activity = this.countsFor(connection.name).take();
      return [connection.name, sampleConnection(connection, activity)] as const;
    });
    this.watched.refresh(all); // for the next sample
    const redis = this.reportRedis();
    this.history.add({
      atMs,
      connections: new Map(connections),
      ...(redis && { redis: JSON.stringify(stateOf(redis)) }),
    });
  }

  private countsFor(connection: string): IntervalCounts {
    const known = this.counts.get(connection);
    if (known !== undefined) return known;
    const counts = new IntervalCounts();
    this.counts.set(connection, counts);
    return counts;
  }
}

/** The part of the report that all clients may see: `ledgers` names connections of others. */
const stateOf = ({ state, since, cause, reason, failing }: RedisReport) => ({
  state,
  since,
  cause,
  reason,
  failing,
});
