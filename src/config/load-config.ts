import { isRecord } from '../core/json';
import type { Provider } from '../core/provider';
import { validateShape } from '../validation';
import { buildSettings } from './build-settings';
import { EnvironmentOverrides, readOverrides, type Variables } from './environment';
import { expandReferences, type ScalarReferences, type StandIn } from './expand-references';
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
 * and `LOG_LEVEL` override either. A reference is a text, or a number, `true` or `false` where its setting accepts no
 * such text.
 * @throws ConfigError with all faults of the file, the environment and the secret files
 */
export function loadConfig(sources: ConfigSources): GatewaySettings {
  const scalars: ScalarReferences = new Map();
  for (;;) {
    const { settings, faults } = readConfig(sources, scalars);
    if (settings !== undefined && faults.isEmpty) return settings;
    const refused = [...scalars].filter(([at, isScalar]) => !isScalar && faults.has(at));
    if (refused.length === 0) throw new ConfigError(faults.lines(sources.env.GATEWAY_CONFIG ?? ''));
    for (const [at] of refused) scalars.set(at, true);
  }
}

/** @returns the settings, which are of use only if there are no faults */
function readConfig(
  { env, readFile = readTextFile, providers, standIn, sandboxConnections = {} }: ConfigSources,
  scalars: ScalarReferences,
): { readonly settings?: GatewaySettings; readonly faults: Faults } {
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
        scalars,
        ...(standIn && { standIn }),
      });
  if (!isRecord(document)) {
    faults.add('', 'must be a YAML mapping');
    return { faults };
  }
  const settings = buildSettings(document, overrides, providers, faults, readFile);
  if (sandbox && !isLoopback(settings.server.host))
    faults.add(
      '/HOST',
      'must be a loopback address unless GATEWAY_CONFIG is set: the API key of the sandbox is public',
    );
  return { settings: { sandbox, ...settings }, faults };
}

function readDocument(path: string, readFile: ReadFile, faults: Faults): unknown {
  try {
    return parseYaml(readFile(path), faults);
  } catch (error) {
    faults.add('', `cannot be read (${failureCode(error)})`);
    return undefined;
  }
}
