import 'reflect-metadata';
import { ConfigError, loadConfig, type ConnectionSettings, type GatewaySettings } from '../config';
import { PROVIDERS } from '../providers/registry';

interface Checked {
  readonly ok: boolean;
  /** Everything that is wrong with the file, or what it says: names and numbers, never a secret. */
  readonly text: string;
}

export function checkConfig(path: string, env: NodeJS.ProcessEnv): Checked {
  try {
    const settings = loadConfig({ env: { ...env, GATEWAY_CONFIG: path }, providers: PROVIDERS });
    return { ok: true, text: [`${path}: ok`, ...summaryOf(settings)].join('\n') };
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, text: error.message };
    throw error;
  }
}

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

const quotaText = ({
  name,
  limit,
  reserve,
  windowMs,
}: ConnectionSettings['quotas'][number]): string => `${name} ${limit - reserve}/${windowMs} ms`;

/** `npm run config:check -- gateway.yaml` */
function main(): void {
  const [path = process.env.GATEWAY_CONFIG ?? ''] = process.argv.slice(2);
  const { ok, text } =
    path === ''
      ? { ok: false, text: 'npm run config:check -- gateway.yaml' }
      : checkConfig(path, process.env);
  (ok ? console.log : console.error)(text);
  process.exitCode = ok ? 0 : path === '' ? 2 : 1;
}

if (require.main === module) main();
