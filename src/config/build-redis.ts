import { isRecord, type JsonObject } from '../core/json';
import {
  parseRedisNode,
  parseRedisUrl,
  type RedisNode,
  type RedisServers,
  type RedisTls,
  type RedisUrl,
} from '../core/redis-servers';
import type { Part } from '../validation';
import type { Faults, Section } from './faults';
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
 * @param written the section as the file has it
 * @param urlOverride `REDIS_URL` of the environment; it replaces `redis.url`
 */
export function buildRedis(
  written: unknown,
  { part, whole }: Section<RedisSection>,
  urlOverride: string | undefined,
  context: Context,
): RedisSettings {
  const { faults } = context;
  const url = urlOverride ?? part.url;
  const parsed = url === undefined ? undefined : parseRedisUrl(url);
  if (typeof parsed === 'string')
    faults.add(urlOverride === undefined ? '/redis/url' : '/REDIS_URL', parsed);
  const validUrl = typeof parsed === 'string' ? undefined : parsed;
  if (isRecord(written)) {
    checkPresence(written, urlOverride, faults);
    checkUrl(part, validUrl, written.cluster !== undefined, faults);
  }
  checkCredentials(part, faults);
  const tls = part.tls && readTls(part.tls, context);
  const section = whole ?? new RedisSection();
  const { required, onLoss, fallback } = section;
  return {
    servers: serversOf(section, validUrl, tls ?? validUrl?.tls),
    ...(url !== undefined && { url: new Secret(url) }),
    onLoss,
    fallback: { forMs: fallback.forMs, then: fallback.then },
    required,
  };
}

/** Adds a fault for each line break or byte-order mark: copied by accident, and refused by Redis without a cause. */
function checkCredentials(
  { username, password, sentinels }: Part<RedisSection>,
  faults: Faults,
): void {
  const texts = {
    '/redis/username': username,
    '/redis/password': password,
    '/redis/sentinels/password': sentinels?.password,
  };
  for (const [at, text] of Object.entries(texts))
    if (text !== undefined && /[\r\n\uFEFF]/.test(text))
      faults.add(at, 'has a line break or a byte-order mark');
}

/** Checks which settings are given together, whatever their values are. */
function checkPresence(written: JsonObject, urlOverride: string | undefined, faults: Faults): void {
  const { sentinels, cluster, tls, url = urlOverride } = written;
  const [hasUrl, hasSentinels, hasCluster] = [url, sentinels, cluster].map(
    (one) => one !== undefined,
  );
  if (!hasUrl && !hasSentinels && !hasCluster)
    faults.add('/redis/url', 'is required, unless redis.sentinels or redis.cluster is given');
  if (hasUrl && hasSentinels)
    faults.add('/redis/sentinels', 'cannot be combined with redis.url (or REDIS_URL)');
  if (hasUrl && hasCluster)
    faults.add('/redis/cluster', 'cannot be combined with redis.url (or REDIS_URL)');
  if (hasSentinels && hasCluster)
    faults.add('/redis/cluster', 'cannot be combined with redis.sentinels');
  if (!isRecord(tls)) return;
  if (tls.cert !== undefined && tls.key === undefined)
    faults.add('/redis/tls/key', 'is required beside redis.tls.cert');
  if (tls.key !== undefined && tls.cert === undefined)
    faults.add('/redis/tls/cert', 'is required beside redis.tls.key');
}

/** Checks the settings that a URL may have too. @param isCluster whether `redis.cluster` is given */
function checkUrl(
  given: Part<RedisSection>,
  url: RedisUrl | undefined,
  isCluster: boolean,
  faults: Faults,
): void {
  for (const name of ['username', 'password'] as const)
    if (given[name] !== undefined && url?.[name] !== undefined)
      faults.add(`/redis/${name}`, 'is also in redis.url (or REDIS_URL); remove one');
  if (given.db !== undefined && url !== undefined && url.db > 0)
    faults.add('/redis/db', 'is also in redis.url (or REDIS_URL); remove one');
  if ((isCluster || url?.kind === 'cluster') && Math.max(given.db ?? 0, url?.db ?? 0) > 0)
    faults.add(
      given.db === undefined ? '/redis/url' : '/redis/db',
      'must be database 0: a Redis Cluster has no other',
    );
  if (given.tls && url && !url.tls)
    faults.add('/redis/tls', 'needs a redis.url (or REDIS_URL) that begins with rediss://');
}

/** Reads the files that the section names. */
function readTls(section: Part<RedisTlsSection>, context: Context): RedisTls {
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
  { sentinels, cluster, username, password, db }: RedisSection,
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
