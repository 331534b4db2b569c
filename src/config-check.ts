import 'reflect-metadata';
import { ConfigError, loadConfig, type Connection, type GatewaySettings } from './config';
import { PROVIDERS } from './providers/registry';

/** `npm run config:check -- gateway.yaml`: everything that is wrong with it, or what it says. */
function main(): void {
  const [path = process.env.GATEWAY_CONFIG ?? ''] = process.argv.slice(2);
  if (path === '') {
    console.error('npm run config:check -- gateway.yaml');
    process.exitCode = 2;
    return;
  }
  try {
    const settings = loadConfig({
      env: { ...process.env, GATEWAY_CONFIG: path },
      providers: PROVIDERS,
    });
    console.log([`${path}: ok`, ...summaryOf(settings)].join('\n'));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Names and numbers, never a secret. */
function summaryOf({ server, redis, auth, limits, connections }: GatewaySettings): string[] {
  const clients = [...new Set(auth.apiKeys.map(({ client }) => client))];
  const shared = `quotas shared through Redis by at most ${limits.maxReplicas} replicas, without it: ${redis?.onLoss}`;
  return [
    `  listens on ${server.host}:${server.port}`,
    `  ${redis ? shared : 'one replica: quotas are kept in the process'}`,
    `  API keys of ${clients.length === 0 ? 'nobody' : clients.join(', ')}`,
    ...(auth.jwt ? [`  tokens of ${auth.jwt.issuer} for ${auth.jwt.audience}`] : []),
    ...[...connections.values()].map(
      ({ name, provider, baseUrls, quotas }) =>
        `  ${name}: ${provider.name} at ${baseUrls.join(', ')}; ${quotas.map(quotaText).join(', ')}`,
    ),
  ];
}

const quotaText = ({ name, limit, reserve, windowMs }: Connection['quotas'][number]): string =>
  `${name} ${limit - reserve}/${windowMs} ms`;

main();
