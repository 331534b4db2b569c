import 'reflect-metadata';
import { checkConnections } from '../app/check-connections';
import { summarize } from '../app/summarize-settings';
import { ConfigError, loadConfig, loadWithoutSecrets, type GatewaySettings } from '../config';
import { PROVIDERS } from '../providers/registry';
import { readTelemetrySettings } from '../telemetry/settings';

const USAGE = 'Usage: npm run config:check -- [--connect] [--no-secrets] gateway.yaml';

const OPTIONS: readonly string[] = ['--connect', '--no-secrets'];

interface CheckResult {
  readonly ok: boolean;
  /** A summary of the configuration, or all its faults. Contains no secret. */
  readonly text: string;
  /** Only of a valid file. */
  readonly settings?: GatewaySettings;
}

/**
 * Loads a configuration file and the variables of OpenTelemetry as the gateway would, without starting
 * anything.
 */
export function checkConfig(
  path: string,
  env: NodeJS.ProcessEnv,
  load: typeof loadConfig = loadConfig,
): CheckResult {
  const settings = orFaults(() =>
    load({ env: { ...env, GATEWAY_CONFIG: path }, providers: PROVIDERS }),
  );
  const telemetry = orFaults(() => readTelemetrySettings(env));
  if (!(settings instanceof ConfigError) && !(telemetry instanceof ConfigError))
    return { ok: true, text: [`${path}: ok`, ...summarize(settings)].join('\n'), settings };
  const failed = [settings, telemetry].filter((one) => one instanceof ConfigError);
  return { ok: false, text: failed.map(({ message }) => message).join('\n') };
}

function orFaults<T>(load: () => T): T | ConfigError {
  try {
    return load();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** Tries Redis and the vendors' hosts. */
export async function checkConnect(settings: GatewaySettings): Promise<CheckResult> {
  const checked = await checkConnections(settings);
  return {
    ok: checked.every(({ fault }) => fault === undefined),
    text: checked.map(({ name, fault = 'ok' }) => `  ${name}: ${fault}`).join('\n'),
  };
}

/**
 * Exits with 0 for a valid file, with `--connect` only if all it names can be reached; with 1 otherwise, and
 * with 2 if no file is named.
 */
async function main(): Promise<void> {
  const parameters = process.argv.slice(2);
  const [path = process.env.GATEWAY_CONFIG ?? ''] = parameters.filter(
    (one) => !OPTIONS.includes(one),
  );
  if (path === '') {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const { settings, ...file } = checkConfig(
    path,
    process.env,
    parameters.includes('--no-secrets') ? loadWithoutSecrets : loadConfig,
  );
  print(file);
  if (settings && parameters.includes('--connect')) print(await checkConnect(settings));
}

function print({ ok, text }: CheckResult): void {
  (ok ? console.log : console.error)(text);
  if (!ok) process.exitCode = 1;
}

if (require.main === module) void main();
