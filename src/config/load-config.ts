import { isRecord } from '../core/json';
import type { Provider } from '../core/provider';
import { validateShape } from '../validation';
import { buildSettings } from './build-settings';
import { EnvironmentOverrides, readOverrides, type Variables } from './environment';
import { expandReferences, type StandIn } from './expand-references';
import { ConfigError, Faults } from './faults';
import { parseYaml } from './parse-yaml';
import { failureCode, readTextFile, type ReadFile } from './read-file';
import { sandboxDefault } from './sandbox-default';
import type { GatewaySettings } from './settings';
import { isLoopback } from './validators';

export interface ConfigSources {
  readonly env: Variables;
  readonly readFile?: ReadFile;
  readonly providers: readonly Provider[];
  /** Stands for a reference whose variable is not set or whose file is absent; by default that is a fault. */
  readonly standIn?: StandIn;
  /** Connections to embedded sandboxes by name, used if `GATEWAY_CONFIG` names no file. */
  readonly sandboxConnections?: Readonly<Record<string, object>>;
}

/**
 * Loads the file that `GATEWAY_CONFIG` names, or else the sandbox default. `PORT`, `HOST`, `REDIS_URL`
 * and `LOG_LEVEL` override either.
 * @throws ConfigError with all faults of the file, the environment and the secret files
 */
export function loadConfig({
  env,
  readFile = readTextFile,
  providers,
  standIn,
  sandboxConnections = {},
}: ConfigSources): GatewaySettings {
  const faults = new Faults();
  const path = env.GATEWAY_CONFIG ?? '';
  const sandbox = path === '';
  const overrides = readOverrides(env);
  faults.valueOf(validateShape(EnvironmentOverrides, overrides));
  const document = sandbox
    ? sandboxDefault(sandboxConnections)
    : expandReferences(readDocument(path, readFile, faults), {
        env,
        readFile,
        faults,
        ...(standIn && { standIn }),
      });
  if (!isRecord(document)) faults.add('', 'must be a YAML mapping');
  else {
    const settings = buildSettings(document, overrides, providers, faults, readFile);
    if (sandbox && !isLoopback(settings.server.host))
      faults.add(
        '/HOST',
        'must be a loopback address unless GATEWAY_CONFIG is set: the API key of the sandbox is public',
      );
    if (faults.isEmpty) return { sandbox, ...settings };
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
