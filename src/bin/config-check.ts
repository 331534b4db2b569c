import 'reflect-metadata';
import { ConfigError, loadConfig, type ConnectionSettings, type GatewaySettings } from '../config';
import { PROVIDERS } from '../providers/registry';

const USAGE = 'Usage: npm run config:check -- gateway.yaml';

interface CheckResult {
  readonly ok: boolean;
  /** A summary of the configuration, or all its faults. Contains no secret. */
  readonly text: string;
}

/** Loads a configuration file as the gateway would, without starting anything. */
export function checkConfig(path: string, env: NodeJS.ProcessEnv): CheckResult {
  try {
    const settings = loadConfig({ env: { ...env, GATEWAY_CONFIG: path }, providers: PROVIDERS });
    return { ok: true, text: [`${path}: ok`, ...summarize(settings)].join('\n') };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, text: error.message };
    throw error;
  }
}

function summarize({ server, redis, auth, limits, connections }: GatewaySettings): string[] {
  const clients = [...new Set(auth.apiKeys.map(({ client }) => client))];
  return [
    `  listens on ${server.host}:${server.port}`,
    redis
      ? `  quotas: shared through Redis by at most ${limits.maxReplicas} replicas; if Redis is lost: ${redis.onLoss}`
      : '  quotas: kept in the process, for one replica',
    `  API keys: ${clients.length === 0 ? 'none' : clients.join(', ')}`,
    ...(auth.jwt ? [`  JSON Web Tokens: of ${auth.jwt.issuer} for ${auth.jwt.audience}`] : []),
    ...[...connections.values()].map(
      ({ name, provider, baseUrls, quotas }) =>
        `  ${name}: ${provider.name} at ${baseUrls.join(', ')}; ${quotas.map(quotaText).join(', ')}`,
    ),
  ];
}

const quotaText = ({
  name,
  limit,
  reserve,
  windowMs,
}: ConnectionSettings['quotas'][number]): string => `${name} ${limit - reserve}/${windowMs} ms`;

/** Exits with 0 for a valid file, 1 for a faulty one and 2 if no file is named. */
function main(): void {
  const [path = process.env.GATEWAY_CONFIG ?? ''] = process.argv.slice(2);
  if (path === '') {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const { ok, text } = checkConfig(path, process.env);
  (ok ? console.log : console.error)(text);
  process.exitCode = ok ? 0 : 1;
}

if (require.main === module) main();
