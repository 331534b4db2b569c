import type { Provider } from '../core/provider';
import { isRecord, validateShape } from '../validation';
import { assemble } from './assemble';
import { ConfigError } from './config-error';
import { Environment, type Variables, winning } from './environment';
import { expand } from './expand';
import { Faults } from './faults';
import { parseYaml } from './parse-yaml';
import { failureCode, type ReadFile, readTextFile } from './read-file';
import { isLoopback } from './rules';
import { sandboxDefault } from './sandbox-default';
import type { GatewaySettings } from './settings';

export interface ConfigSources {
  readonly env: Variables;
  readonly readFile?: ReadFile;
  readonly providers: readonly Provider[];
  /** Accounts at embedded sandboxes by name, for when `GATEWAY_CONFIG` names no file. */
  readonly sandboxConnections?: Readonly<Record<string, object>>;
}

/**
 * The settings from the file that `GATEWAY_CONFIG` names, else the sandbox default; `PORT`, `HOST`,
 * `REDIS_URL` and `LOG_LEVEL` win over either.
 *
 * @throws ConfigError with every fault of file, environment and secret files at once
 */
export function loadConfig({
  env,
  readFile = readTextFile,
  providers,
  sandboxConnections = {},
}: ConfigSources): GatewaySettings {
  const faults = new Faults();
  const path = env.GATEWAY_CONFIG ?? '';
  const sandbox = path === '';
  const overrides = winning(env);
  faults.take(validateShape(Environment, overrides));
  const document = sandbox
    ? sandboxDefault(sandboxConnections)
    : expand(readDocument(path, readFile, faults), { env, readFile, faults });
  if (!isRecord(document)) faults.add('', 'must be a YAML mapping');
  else {
    const settings = assemble(document, overrides, providers, faults);
    if (sandbox && !isLoopback(settings.server.host))
      faults.add(
        '/HOST',
        'must be a loopback address as long as no GATEWAY_CONFIG replaces the key that everybody knows',
      );
    if (faults.none) return { sandbox, ...settings };
  }
  throw new ConfigError(faults.lines(path));
}

function readDocument(path: string, readFile: ReadFile, faults: Faults): unknown {
  try {
    return parseYaml(readFile(path), faults);
  } catch (error) {
    faults.add('', `cannot be read (${failureCode(error)})`);
    return undefined;
  }
}
