import type { Provider } from '../core/provider';
import { isRecord, type Shape, validateShape } from '../validation';
import { authOf, checkGrants } from './auth';
import { connectionsOf } from './connections';
import type { Variables } from './environment';
import type { Faults } from './faults';
import { Secret } from './secret';
import { AuthSection } from './sections/auth';
import { Document } from './sections/document';
import { LimitsSection } from './sections/limits';
import { LogSection } from './sections/log';
import { RedisSection } from './sections/redis';
import { ServerSection } from './sections/server';
import type { GatewaySettings, LogLevel, RedisSettings, ServerSettings } from './settings';
import { bytesOf } from './size';

type Settings = Omit<GatewaySettings, 'sandbox'>;
type Plain = Readonly<Record<string, unknown>>;

/** The settings of a document; sections with a fault come out as their defaults. */
export function assemble(
  document: Plain,
  overrides: Variables,
  providers: readonly Provider[],
  faults: Faults,
): Settings {
  const section = <T extends object>(shape: Shape<T>, name: keyof Document): T | undefined =>
    faults.take(validateShape(shape, document[name] ?? {}, `/${name}`));
  faults.take(validateShape(Document, document));

  const server = serverOf(section(ServerSection, 'server') ?? new ServerSection(), overrides);
  if (server.metricsPort === server.port && server.port !== 0)
    faults.add('/server/metricsPort', 'must not be the port of the API');
  const limits = section(LimitsSection, 'limits') ?? new LimitsSection();
  if (limits.defaultWaitMs > limits.maxWaitMs)
    faults.add('/limits/defaultWaitMs', 'must not be above maxWaitMs');
  const { level } = section(LogSection, 'log') ?? new LogSection();
  const redis = 'redis' in document ? section(RedisSection, 'redis') : undefined;
  const accounts = accountsOf(document.connections, faults);
  const connections = connectionsOf(accounts, providers, faults);
  const auth = section(AuthSection, 'auth');
  checkGrants(document.auth, Object.keys(accounts), faults);
  return {
    server,
    limits,
    log: { level: (overrides.LOG_LEVEL as LogLevel | undefined) ?? level },
    auth: auth ? authOf(auth, faults) : { apiKeys: [] },
    connections,
    ...redisOf(document, redis, overrides.REDIS_URL, faults),
  };
}

function serverOf(
  { host, port, metricsPort, bodyLimit, batchBodyLimit, ...others }: ServerSection,
  { HOST, PORT }: Variables,
): ServerSettings {
  return {
    host: HOST ?? host,
    port: PORT === undefined ? port : Number(PORT),
    ...(metricsPort !== undefined && { metricsPort }),
    ...others,
    bodyLimit: bytesOf(bodyLimit),
    batchBodyLimit: bytesOf(batchBodyLimit),
  };
}

function redisOf(
  { redis }: Plain,
  section: RedisSection | undefined,
  winning: string | undefined,
  faults: Faults,
): { redis?: RedisSettings } {
  const url = winning ?? section?.url;
  if (url !== undefined)
    return { redis: { url: new Secret(url), onLoss: section?.onLoss ?? 'share' } };
  // said of what the file says: another fault in the section must not hide it
  if (section || (isRecord(redis) && redis.url === undefined))
    faults.add('/redis/url', 'is required');
  return {};
}

function accountsOf(plain: unknown, faults: Faults): Plain {
  const accounts = isRecord(plain) ? plain : {};
  if (Object.keys(accounts).length === 0)
    faults.add('/connections', 'must name at least one connection');
  return accounts;
}
