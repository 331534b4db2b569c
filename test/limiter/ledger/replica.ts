import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../src/limiter/clock';
import type { FleetSettings, LimitedQuota, Limiter, SuspendedReplica } from '../../../src/limiter';
import { connectRedis, type RedisConnection } from '../../../src/redis/connection';
import { LedgerClient } from '../../../src/limiter/ledger/ledger-client';
import { LedgerTokenStore } from '../../../src/limiter/ledger/ledger-token-store';
import { QueuedLimiter } from '../../../src/limiter/queued-limiter';

export const CLIENT_TIMEOUT_MS = 400;
const MARGIN_MS = 250;

export interface ReplicaSettings extends Partial<Omit<FleetSettings, 'redis'>> {
  readonly redisUrl: string;
  readonly account: string;
  readonly quotas: readonly LimitedQuota[];
  readonly coldStart?: boolean;
  readonly clientTimeoutMs?: number;
  readonly maxLeases?: number;
  readonly tokens?: typeof LedgerTokenStore;
  /** Changes how scripts are sent. */
  readonly wrap?: (connection: RedisConnection) => RedisConnection;
}

/** The limiter of one replica with a connection of its own. */
export interface Replica {
  readonly limiter: Limiter;
  readonly connection: RedisConnection;
  /** Round trips so far. */
  readonly trips: () => number;
  readonly mode: () => string;
  /** The number of replicas by the last reply. */
  readonly replicas: () => number;
  /** The replicas whose shares are suspended, as it has reported them. */
  readonly suspended: () => readonly string[];
  /** The steps of Redis's clock that this replica has reported. */
  readonly clockSteps: readonly number[];
  readonly isDead: () => boolean;
  /** Ends it as a crash would: it sends no more messages. */
  crash(): void;
  close(): void;
}

export const newAccount = (): string => `test-${randomBytes(4).toString('hex')}`;

export function startReplica(settings: ReplicaSettings): Replica {
  const { tokens: Tokens = LedgerTokenStore, redisUrl, account, quotas } = settings;
  let trips = 0;
  let mode = 'shared';
  let replicas = 0;
  let suspended: readonly string[] = [];
  let isDead = false;
  const clockSteps: number[] = [];
  const connection = connectRedis(redisUrl);
  const observer = {
    granted: () => undefined,
    refused: () => undefined,
    cooledDown: () => undefined,
    roundTrip: () => {
      trips += 1;
    },
    clockStepped: (byMs: number) => {
      clockSteps.push(byMs);
    },
    ledger: (now: string) => {
      mode = now;
    },
    suspended: (now: readonly SuspendedReplica[]) => {
      suspended = now.map(({ replica }) => replica);
    },
    replicas: (count: number) => {
      replicas = count;
    },
  };
  const ledger = new LedgerClient(
    settings.wrap?.(connection) ?? connection,
    account,
    settings.replicaName ?? '',
    observer.roundTrip,
    observer.clockStepped,
  );
  const tokens = new Tokens({
    quotas,
    clientTimeoutMs: settings.clientTimeoutMs ?? CLIENT_TIMEOUT_MS,
    marginMs: MARGIN_MS,
    coldStart: settings.coldStart ?? false,
    clock: systemClock,
    onLoss: settings.onLoss ?? 'share',
    maxReplicas: settings.maxReplicas ?? 4,
    fallback: settings.fallback ?? { forMs: 60_000, then: 'refuse' },
    ledger,
    observer,
  });
  const { maxLeases = Infinity } = settings;
  const terms = { clock: systemClock, maxWaiting: 10_000, maxLeases, observer };
  const limiter = new QueuedLimiter(tokens, terms);
  return {
    limiter,
    connection,
    trips: () => trips,
    mode: () => mode,
    replicas: () => replicas,
    suspended: () => suspended,
    clockSteps,
    isDead: () => isDead,
    crash() {
      isDead = true;
      connection.client.disconnect();
      limiter.close();
    },
    close() {
      isDead = true;
      limiter.close();
    },
  };
}
