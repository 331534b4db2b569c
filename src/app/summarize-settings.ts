import type { ClientRights, ConnectionSettings, GatewaySettings } from '../config';

/** The meaning of a configuration in lines for its author. Contains no secret. */
export function summarize(settings: GatewaySettings, nowMs = Date.now()): string[] {
  const { server, redis, auth, limits, connections } = settings;
  return [
    `  listens on ${server.host}:${server.port}${server.tls ? ' with TLS' : ''}`,
    redis
      ? `  quotas: shared through Redis by at most ${limits.maxReplicas} replicas; if Redis is lost: ${redis.onLoss}`
      : '  quotas: kept in the process, for one replica',
    `  API keys: ${auth.apiKeys.length === 0 ? 'none' : [...new Set(auth.apiKeys.map(({ client }) => client))].join(', ')}`,
    ...auth.issuers.map(
      ({ issuer, audience }) => `  JSON Web Tokens: of ${issuer} for ${audience}`,
    ),
    ...rightsOf(settings).map(
      ({ client, grants, weight, share }) =>
        `  grants of ${client} (weight ${weight}${share === undefined ? '' : `, share ${share}`}): ${grants.map(grantText).join('; ')}`,
    ),
    ...[...connections.values()].map(
      ({ name, provider, baseUrls, quotas }) =>
        `  ${name}: ${provider.name} at ${baseUrls.join(', ')}; ${quotas.map(quotaText).join(', ')}`,
    ),
    ...sharedAccounts(connections).map(
      (names) => `  share a vendor account and its quotas: ${names.join(', ')}`,
    ),
    ...findUnusual(settings, nowMs).map((text) => `  unusual: ${text}`),
  ];
}

const rightsOf = ({ auth }: GatewaySettings): readonly ClientRights[] => [
  ...auth.apiKeys,
  ...auth.issuers.flatMap(({ subjects }) => subjects),
];

const grantText = ({ connections, access }: ClientRights['grants'][number]): string =>
  `${access.join(', ')} on ${connections.join(', ')}`;

const quotaText = ({
  name,
  limit,
  reserve,
  windowMs,
}: ConnectionSettings['quotas'][number]): string =>
  `${name} ${limit - reserve}/${windowMs} ms${reserve > 0 ? ` (${limit} less a reserve of ${reserve})` : ''}`;

function sharedAccounts(connections: GatewaySettings['connections']): string[][] {
  const accounts = new Map<string, string[]>();
  for (const { name, provider, adapter } of connections.values()) {
    const account = `${provider.name} ${adapter.vendorAccountId}`;
    accounts.set(account, [...(accounts.get(account) ?? []), name]);
  }
  return [...accounts.values()].filter((names) => names.length > 1);
}

/** Settings that are valid, and often left over from a test or an emergency. */
function findUnusual(settings: GatewaySettings, nowMs: number): string[] {
  const { connections, redis, egress } = settings;
  return [
    ...[...connections.values()].flatMap(({ name, allowInsecure, mode }) => [
      ...(allowInsecure
        ? [`connections.${name}.allowInsecure: credentials may be read on the way`]
        : []),
      ...(mode === 'read-write' ? [] : [`connections.${name}.mode: ${mode}`]),
    ]),
    ...(redis?.fallback.then === 'share'
      ? ['redis.fallback.then: share, so a long loss of Redis may exceed the limits of vendors']
      : []),
    ...(redis && !redis.servers.tls ? ['Redis is reached without TLS'] : []),
    ...(egress.noProxy.includes('*') && egress.proxy ? ['egress.noProxy: * uses no proxy'] : []),
    ...settings.auth.apiKeys
      .filter(({ expiresAtMs = Infinity }) => expiresAtMs <= nowMs)
      .map(
        ({ client, expiresAtMs = 0 }) =>
          `auth.apiKeys: a key of ${client} has expired on ${new Date(expiresAtMs).toISOString()}`,
      ),
    ...rightsOf(settings)
      .filter(({ weight }) => weight < 0.1)
      .map(
        ({ client, weight }) => `weight ${weight} of ${client}: almost no share of a scarce quota`,
      ),
  ];
}
