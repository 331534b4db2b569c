import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { checkConnections } from '../app/check-connections';
import { summarize } from '../app/summarize-settings';
import { ConfigError, loadConfig, loadWithoutSecrets, type GatewaySettings } from '../config';
import { PROVIDERS } from '../providers/registry';
import { readTelemetrySettings } from '../telemetry/settings';

const USAGE = 'Usage: npm run config:check -- [--connect] [--no-secrets] gateway.yaml';

const OPTIONS = {
  connect: { type: 'boolean' },
  'no-secrets': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

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
 * Carries out the command and prints what it finds.
 * @returns the exit code: 0 for a valid file, with `--connect` only if all it names can be reached; 1 otherwise, and
 * 2 for arguments that are not those of the usage
 */
export async function run(parameters: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const command = readCommand(parameters, env);
  if (command === 'help') {
    console.log(USAGE);
    return 0;
  }
  if ('fault' in command) {
    console.error([command.fault, USAGE].join('\n'));
    return 2;
  }
  const load = command.noSecrets ? loadWithoutSecrets : loadConfig;
  const { settings, ...file } = checkConfig(command.path, env, load);
  print(file);
  if (!settings) return 1;
  if (!command.connect) return 0;
  const connections = await checkConnect(settings);
  print(connections);
  return connections.ok ? 0 : 1;
}

type Command =
  | 'help'
  | { readonly path: string; readonly connect: boolean; readonly noSecrets: boolean }
  | { readonly fault: string };

function readCommand(args: string[], env: NodeJS.ProcessEnv): Command {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    if (values.help === true) return 'help';
    const [path = env.GATEWAY_CONFIG ?? '', ...others] = positionals;
    if (path === '') return { fault: 'No file is named.' };
    if (others.length > 0) return { fault: 'Only one file can be checked at a time.' };
    return { path, connect: values.connect === true, noSecrets: values['no-secrets'] === true };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function print({ ok, text }: CheckResult): void {
  (ok ? console.log : console.error)(text);
}

if (require.main === module)
  void run(process.argv.slice(2), process.env).then((exitCode) => {
    process.exitCode = exitCode;
  });
