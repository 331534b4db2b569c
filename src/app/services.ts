import type { Logger } from 'pino';
import { compositeObserver } from '../api/events/composite-observer';
import { ActivityRecorder } from '../api/events/activity-recorder';
import { logNetworkErrors } from '../api/http/logging/network-errors';
import { Idempotency } from '../api/idempotency/idempotency';
import { MemoryStore } from '../api/idempotency/store/memory-store';
import { RedisStore } from '../api/idempotency/store/redis-store';
import { Metrics } from '../api/metrics/metrics';
import { ConfigStatus } from '../api/probes/config-status';
import { Lifecycle } from '../api/probes/lifecycle';
import { LoadShedder } from '../api/probes/load-shedder';
import { RedisStatus } from '../api/probes/redis-status';
import { MutableLiveValue, type GatewaySettings } from '../config';
import { ReadMemory, systemEnvironment } from '../gateway';
import { connectRedis, type RedisConnection } from '../redis';
import { Connections } from './connections';
import { VendorAccounts } from './vendor-accounts';

/** The objects that live as long as the process, built once and shared by all requests. */
export interface Services {
  /** The settings in use; `reconfigure` replaces them while calls are in progress. */
  readonly settings: MutableLiveValue<GatewaySettings>;
  readonly configStatus: ConfigStatus;
  readonly accounts: VendorAccounts;
  readonly connections: Connections;
  readonly lifecycle: Lifecycle;
  readonly load: LoadShedder;
  readonly metrics: Metrics;
  readonly activityRecorder: ActivityRecorder;
  readonly idempotency: Idempotency;
  /** Shared by the ledgers and locks of all vendor accounts and the store of idempotency keys. */
  readonly redis: RedisConnection | undefined;
  readonly redisStatus: RedisStatus | undefined;
}

/** Builds everything below the API: vendor accounts, connections, idempotency store and metrics. */
export function createServices(settings: GatewaySettings, logger: Logger): Services {
  const liveSettings = new MutableLiveValue(settings);
  const metrics = new Metrics();
  const redisStatus = settings.redis && new RedisStatus(logger, settings.redis.required);
  const activityRecorder = new ActivityRecorder(() => redisStatus?.report());
  const redis =
    settings.redis &&
    redisStatus &&
    connectRedis(settings.redis.servers, compositeObserver(metrics.redis(), redisStatus.observer));
  const accounts = new VendorAccounts((connection) => {
    const observer = compositeObserver(
      metrics.limiter(connection),
      activityRecorder.limiter(connection),
    );
    if (!redisStatus) return observer;
    return {
      ...observer,
      clockStepped(byMs) {
        observer.clockStepped(byMs);
        redisStatus.clockStepped(connection, byMs);
      },
      ledger(state, endsInMs) {
        observer.ledger(state, endsInMs);
        redisStatus.ledger(connection, state, endsInMs);
      },
      suspended(replicas) {
        observer.suspended(replicas);
        redisStatus.suspended(connection, replicas);
      },
      removed() {
        observer.removed();
        redisStatus.removed(connection);
      },
    };
  }, redis);
  const connections = new Connections(
    accounts,
    compositeObserver(
      compositeObserver(metrics.gateway, logNetworkErrors(logger)),
      activityRecorder.gateway,
    ),
    new ReadMemory(
      () => liveSettings.current.server.readMemoryLimit,
      () => systemEnvironment.now(),
    ),
  );
  connections.apply(settings);

  const store = redis ? new RedisStore(redis) : new MemoryStore(() => systemEnvironment.now());

  const configStatus = new ConfigStatus();
  metrics.registerGauges(connections.gateways, configStatus);

  return {
    settings: liveSettings,
    configStatus,
    accounts,
    connections,
    lifecycle: new Lifecycle(),
    load: new LoadShedder(() => liveSettings.current.limits),
    metrics,
    activityRecorder,
    idempotency: new Idempotency(store),
    redis,
    redisStatus,
  };
}
