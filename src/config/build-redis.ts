import { isRecord, type JsonObject } from '../core/json';
import {
  parseRedisNode,
  parseRedisUrl,
  type RedisNode,
  type RedisServers,
  type RedisTls,
  type RedisUrl,
} from '../core/redis-servers';
import type { Faults } from './faults';
import type { ReadFile } from './read-file';
import { checkCertificates, readPem } from './read-pem';
import { Secret } from './secret';
import { RedisSection, type RedisTlsSection } from './sections/redis';
import type { RedisSettings } from './settings';

const SENTINEL_PORT = 26_379;

interface Context {
  readonly faults: Faults;
  readonly readFile: ReadFile;
}

/**
 * @param section undefined if the document has no such section or a faulty one
 * @param urlOverride `REDIS_URL` of the environment; it replaces `redis.url`
 */
export function buildRedis(
  { redis: written }: JsonObject,
  section: RedisSection | undefined,
  urlOverride: string | undefined,
  context: Context,
): { redis?: RedisSettings } {
  const { faults } = context;
  const url = urlOverride ?? section?.url;
  if (section === undefined && url === undefined) {
    // another fault of the section must not hide the missing address
    const hasAddress =
      isRecord(written) && ['url', 'sentinels', 'cluster'].some((n) => n in written);
    if (isRecord(written) && !hasAddress) faults.add('/redis/url', 'is required');
    return {};
  }
  const { required, onLoss, fallback, ...others } = section ?? new RedisSection();
  const given: Given = { ...others, ...(url !== undefined && { url }) };
  const parsed = given.url === undefined ? undefined : parseRedisUrl(given.url);
  if (typeof parsed === 'string') {
    faults.add(urlOverride === undefined ? '/redis/url' : '/REDIS_URL', parsed);
    return {};
  }
  findConflicts(given, parsed, faults);
  checkCredentials(given, faults);
  const tls = given.tls && readTls(given.tls, context);
  return {
    redis: {
      servers: serversOf(given, parsed, tls ?? parsed?.tls),
      ...(given.url !== undefined && { url: new Secret(given.url) }),
      onLoss,
      fallback: { forMs: fallback.forMs, then: fallback.then },
      required,
    },
  };
}

type Given = Omit<RedisSection, 'required' | 'onLoss' | 'fallback'>;

/** Adds a fault for each line break or byte-order mark: copied by accident, and refused by Redis without a cause. */
function checkCredentials({ username, password, sentinels }: Given, faults: Faults): void {
  const texts = {
    '/redis/username': username,
    '/redis/password': password,
    '/redis/sentinels/password': sentinels?.password,
  };
  for (const [at, text] of Object.entries(texts))
    if (text !== undefined && /[\r\n\uFEFF]/.test(text))
      faults.add(at, 'has a line break or a byte-order mark');
}

function findConflicts(given: Given, url: RedisUrl | undefined, faults: Faults): void {
  const { sentinels, cluster, tls } = given;
  if (!url && !sentinels && !cluster)
    faults.add('/redis/url', 'is required, unless redis.sentinels or redis.cluster is given');
  if (url && sentinels)
    faults.add('/redis/sentinels', 'cannot be combined with redis.url (or REDIS_URL)');
  if (url && cluster)
    faults.add('/redis/cluster', 'cannot be combined with redis.url (or REDIS_URL)');
  if (sentinels && cluster) faults.add('/redis/cluster', 'cannot be combined with redis.sentinels');
  for (const name of ['username', 'password'] as const)
    if (given[name] !== undefined && url?.[name] !== undefined)
      faults.add(`/redis/${name}`, 'is also in redis.url (or REDIS_URL); remove one');
  if (given.db !== undefined && url !== undefined && url.db > 0)
    faults.add('/redis/db', 'is also in redis.url (or REDIS_URL); remove one');
  if ((cluster || url?.kind === 'cluster') && Math.max(given.db ?? 0, url?.db ?? 0) > 0)
    faults.add(
      given.db === undefined ? '/redis/url' : '/redis/db',
      'must be database 0: a Redis Cluster has no other',
    );
  if (tls && url && !url.tls)
    faults.add('/redis/tls', 'needs a redis.url (or REDIS_URL) that begins with rediss://');
  if (tls && (tls.cert === undefined) !== (tls.key === undefined))
    faults.add('/redis/tls', 'must have both cert and key, or neither');
}

/** Reads the files that the section names. */
function readTls(section: RedisTlsSection, context: Context): RedisTls {
  const read = (name: 'ca' | 'cert' | 'key'): string | undefined =>
    readPem(section[name], `/redis/tls/${name}`, context);
  const [ca, cert, key] = [read('ca'), read('cert'), read('key')];
  checkCertificates({ ca, cert, key }, '/redis/tls', context.faults);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key: new Secret(key) }),
    ...(section.serverName !== undefined && { serverName: section.serverName }),
  };
}

function serversOf(
  { sentinels, cluster, username, password, db }: Given,
  url: RedisUrl | undefined,
  tls: RedisTls | undefined,
): RedisServers {
  const user = username ?? url?.username;
  const secret = password ?? url?.password;
  const nodes = (texts: readonly string[], port?: number): RedisNode[] =>
    texts.flatMap((text) => parseRedisNode(text, port) ?? []);
  return {
    kind: sentinels ? 'sentinel' : cluster ? 'cluster' : (url?.kind ?? 'single'),
    nodes: sentinels
      ? nodes(sentinels.nodes, SENTINEL_PORT)
      : cluster
        ? nodes(cluster.nodes)
        : (url?.nodes ?? []),
    ...(sentinels && {
      sentinels: {
        name: sentinels.name,
        ...(sentinels.password !== undefined && { password: new Secret(sentinels.password) }),
      },
    }),
    ...(user !== undefined && { username: user }),
    ...(secret !== undefined && { password: new Secret(secret) }),
    db: db ?? url?.db ?? 0,
    ...(tls && { tls }),
  };
}
