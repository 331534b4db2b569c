import { hostname } from 'node:os';
import { isRecord, type JsonObject } from '../core/json';
import type { Provider } from '../core/provider';
import { validateShape, type Part, type Shape } from '../validation';
import { buildAuth, checkAuth } from './build-auth';
import { buildConnections } from './build-connections';
import { buildRedis } from './build-redis';
import type { Variables } from './environment';
import type { Faults, Section } from './faults';
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
 * Builds the settings of a document. Checks that go beyond one field run on the part of each section that has no
 * faults, and a section with faults gets its defaults, so that one pass finds all faults; the result is of use only
 * if none were added.
 * @param overrides valid environment variables that win over the document
 */
export function buildSettings(
  document: JsonObject,
  overrides: Variables,
  providers: readonly Provider[],
  faults: Faults,
  readFile: ReadFile,
): Omit<GatewaySettings, 'sandbox'> {
  const readSection = <T extends object>(shape: Shape<T>, name: keyof Document): Section<T> =>
    faults.sectionOf(validateShape(shape, document[name] ?? {}, `/${name}`));
  faults.valueOf(validateShape(Document, document));

  const files = { faults, readFile };
  const server = buildServer(readSection(ServerSection, 'server'), overrides, files);
  const limits = readSection(LimitsSection, 'limits');
  checkWaits(limits.part, faults);
  const { level, format } = readSection(LogSection, 'log').whole ?? new LogSection();
  const hasRedis = 'redis' in document || overrides.REDIS_URL !== undefined;
  const redis = hasRedis
    ? buildRedis(
        document.redis ?? {},
        readSection(RedisSection, 'redis'),
        overrides.REDIS_URL,
        files,
      )
    : undefined;
  const connectionSections = isRecord(document.connections) ? document.connections : {};
  if (Object.keys(connectionSections).length === 0)
    faults.add('/connections', 'must have at least one connection');
  const connections = buildConnections(connectionSections, providers, faults);
  const auth = readSection(AuthSection, 'auth');
  checkAuth(document.auth, Object.keys(connectionSections), faults);
  return {
    server,
    limits: limits.whole ?? new LimitsSection(),
    log: {
      level: (overrides.LOG_LEVEL as LogLevel | undefined) ?? level,
      ...(format && { format }),
    },
    auth: buildAuth(auth.whole ?? new AuthSection()),
    connections,
    egress: buildEgress(readSection(EgressSection, 'egress'), files),
    ...(redis && { redis }),
  };
}

interface Files {
  readonly faults: Faults;
  readonly readFile: ReadFile;
}

function checkWaits(
  // a faulty field is within every bound
  { defaultWaitMs = 0, maxWaitMs = Infinity }: Part<LimitsSection>,
  faults: Faults,
): void {
  if (defaultWaitMs > maxWaitMs)
    faults.add('/limits/defaultWaitMs', 'must be at most limits.maxWaitMs');
}

function buildEgress({ part, whole }: Section<EgressSection>, context: Files): EgressSettings {
  const ca = readPem(part.ca, '/egress/ca', context);
  checkCertificates({ ca }, '/egress', context.faults);
  const { proxy, noProxy } = whole ?? new EgressSection();
  return {
    ...(proxy !== undefined && { proxy: new Secret(proxy) }),
    noProxy,
    ...(ca !== undefined && { ca }),
  };
}

function buildServer(
  { part, whole }: Section<ServerSection>,
  { HOST, PORT, GATEWAY_REPLICA }: Variables,
  context: Files,
): ServerSettings {
  const tls = part.tls && buildTls(part.tls, context);
  const usedPort = PORT === undefined ? part.port : Number(PORT);
  if (part.metricsPort !== undefined && part.metricsPort === usedPort && usedPort !== 0)
    context.faults.add('/server/metricsPort', 'must differ from server.port');
  const section = whole ?? new ServerSection();
  const { host, metricsPort, basePath } = section;
  const port = usedPort ?? section.port;
  return {
    host: HOST ?? host,
    port,
    replicaName: GATEWAY_REPLICA ?? (port === 0 ? '' : `${hostname()}:${port}`),
    ...(metricsPort !== undefined && { metricsPort }),
    trustProxy: section.trustProxy,
    keepAliveTimeoutMs: section.keepAliveTimeoutMs,
    drainDelayMs: section.drainDelayMs,
    requestTimeoutMs: section.requestTimeoutMs,
    ...(basePath !== undefined && { basePath }),
    ...(tls && { tls }),
    cors: { origins: section.cors.origins },
    bodyLimit: parseSize(section.bodyLimit),
    streamedBodyLimit: parseSize(section.streamedBodyLimit),
    batchBodyLimit: parseSize(section.batchBodyLimit),
    readMemoryLimit: parseSize(section.readMemoryLimit),
  };
}

/** @returns undefined after adding faults */
function buildTls(section: Part<ServerTlsSection>, context: Files): ServerTls | undefined {
  const read = (name: 'cert' | 'key' | 'clientCa'): string | undefined =>
    readPem(section[name], `/server/tls/${name}`, context);
  const [cert, key, clientCa] = [read('cert'), read('key'), read('clientCa')];
  if (clientCa !== undefined) checkAuthorities(clientCa, '/server/tls/clientCa', context.faults);
  checkCertificates({ cert, key }, '/server/tls', context.faults);
  if (cert === undefined || key === undefined) return undefined;
  return { cert, key: new Secret(key), ...(clientCa !== undefined && { clientCa }) };
}
