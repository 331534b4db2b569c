import { hostname } from 'node:os';
import { isRecord, type JsonObject } from '../core/json';
import type { Provider } from '../core/provider';
import { validateShape, type Shape } from '../validation';
import { buildAuth, checkAuth } from './build-auth';
import { buildConnections } from './build-connections';
import { buildRedis } from './build-redis';
import type { Variables } from './environment';
import type { Faults } from './faults';
import type { ReadFile } from './read-file';
import { checkAuthorities, checkCertificates, readPem } from './read-pem';
import { Secret } from './secret';
import { EgressSection } from './sections/egress';
import { AuthSection } from './sections/auth';
import { RedisSection } from './sections/redis';
import {
  Document,
  LimitsSection,
  LogSection,
  ServerSection,
  type ServerTlsSection,
} from './sections/document';
import type {
  EgressSettings,
  GatewaySettings,
  LogLevel,
  ServerSettings,
  ServerTls,
} from './settings';
import { parseSize } from './validators';

/**
 * Builds the settings of a document. A section with faults gets its defaults, so that one pass finds
 * the faults of all sections; the result is of use only if no faults were added.
 * @param overrides valid environment variables that win over the document
 */
export function buildSettings(
  document: JsonObject,
  overrides: Variables,
  providers: readonly Provider[],
  faults: Faults,
  readFile: ReadFile,
): Omit<GatewaySettings, 'sandbox'> {
  const readSection = <T extends object>(shape: Shape<T>, name: keyof Document): T | undefined =>
    faults.valueOf(validateShape(shape, document[name] ?? {}, `/${name}`));
  faults.valueOf(validateShape(Document, document));

  const files = { faults, readFile };
  const server = buildServer(
    readSection(ServerSection, 'server') ?? new ServerSection(),
    overrides,
    files,
  );
  if (server.metricsPort === server.port && server.port !== 0)
    faults.add('/server/metricsPort', 'must differ from server.port');
  const limits = readSection(LimitsSection, 'limits') ?? new LimitsSection();
  if (limits.defaultWaitMs > limits.maxWaitMs)
    faults.add('/limits/defaultWaitMs', 'must be at most limits.maxWaitMs');
  const { level, format } = readSection(LogSection, 'log') ?? new LogSection();
  const redis = 'redis' in document ? readSection(RedisSection, 'redis') : undefined;
  const connectionSections = isRecord(document.connections) ? document.connections : {};
  if (Object.keys(connectionSections).length === 0)
    faults.add('/connections', 'must have at least one connection');
  const connections = buildConnections(connectionSections, providers, faults);
  const auth = readSection(AuthSection, 'auth');
  checkAuth(document.auth, Object.keys(connectionSections), faults);
  return {
    server,
    limits,
    log: {
      level: (overrides.LOG_LEVEL as LogLevel | undefined) ?? level,
      ...(format && { format }),
    },
    auth: auth ? buildAuth(auth, faults) : { apiKeys: [], issuers: [] },
    connections,
    egress: buildEgress(readSection(EgressSection, 'egress') ?? new EgressSection(), files),
    ...buildRedis(document, redis, overrides.REDIS_URL, files),
  };
}

interface Files {
  readonly faults: Faults;
  readonly readFile: ReadFile;
}

function buildEgress(
  { proxy, noProxy, ca: setting }: EgressSection,
  context: Files,
): EgressSettings {
  const ca = readPem(setting, '/egress/ca', context);
  if (ca !== undefined) checkCertificates({ ca }, '/egress/ca', context.faults);
  return {
    ...(proxy !== undefined && { proxy: new Secret(proxy) }),
    noProxy,
    ...(ca !== undefined && { ca }),
  };
}

function buildServer(
  {
    host,
    port,
    metricsPort,
    basePath,
    cors,
    tls: files,
    bodyLimit,
    streamedBodyLimit,
    batchBodyLimit,
    readMemoryLimit,
    ...others
  }: ServerSection,
  { HOST, PORT, GATEWAY_REPLICA }: Variables,
  context: Files,
): ServerSettings {
  const ownPort = PORT === undefined ? port : Number(PORT);
  const tls = files && buildTls(files, context);
  return {
    host: HOST ?? host,
    port: ownPort,
    replicaName: GATEWAY_REPLICA ?? (ownPort === 0 ? '' : `${hostname()}:${ownPort}`),
    ...(metricsPort !== undefined && { metricsPort }),
    ...others,
    ...(basePath !== undefined && { basePath }),
    ...(tls && { tls }),
    cors: { origins: cors.origins },
    bodyLimit: parseSize(bodyLimit),
    streamedBodyLimit: parseSize(streamedBodyLimit),
    batchBodyLimit: parseSize(batchBodyLimit),
    readMemoryLimit: parseSize(readMemoryLimit),
  };
}

/** @returns undefined after adding faults */
function buildTls(section: ServerTlsSection, context: Files): ServerTls | undefined {
  const read = (name: 'cert' | 'key' | 'clientCa'): string | undefined =>
    readPem(section[name], `/server/tls/${name}`, context);
  const [cert, key, clientCa] = [read('cert'), read('key'), read('clientCa')];
  if (clientCa !== undefined) checkAuthorities(clientCa, '/server/tls/clientCa', context.faults);
  if (cert === undefined || key === undefined) return undefined;
  checkCertificates({ cert, key }, '/server/tls', context.faults);
  return { cert, key: new Secret(key), ...(clientCa !== undefined && { clientCa }) };
}
