import { createHash } from 'node:crypto';
import { loadConfig, type GatewaySettings } from '../../src/config';
import { PROVIDERS } from '../../src/providers/registry';
import { at, only, type Resource } from './render';

const CONFIG = '/etc/gateway/config/gateway.yaml';
const TOKEN = '/etc/gateway/issuer/token';
const SECRETS = '/etc/gateway/secrets/';

/**
 * Loads the configuration of a rendered release with the gateway's own loader, from the files as they are
 * mounted. Secrets outside of the release get invented contents.
 * @throws ConfigError as the gateway would
 */
export function load(resources: readonly Resource[]): GatewaySettings {
  const pod = at(only(resources, 'Deployment'), 'spec.template.spec');
  const volumes = at(pod, 'volumes') as readonly { name: string }[];
  const hasSecrets = volumes.some(({ name }) => name === 'secrets');
  const secret = resources.find(({ kind }) => kind === 'Secret');
  const variables = at(pod, 'containers.0.env') as readonly { name: string; value?: string }[];
  return loadConfig({
    env: Object.fromEntries(variables.map(({ name, value }) => [name, value ?? invent(name)])),
    providers: PROVIDERS,
    readFile(path) {
      if (path === CONFIG) return gatewayYaml(resources);
      if (path === TOKEN) return invent('token');
      const name = path.slice(SECRETS.length);
      if (!hasSecrets || !path.startsWith(SECRETS)) throw new Error('no such file');
      return secret ? fromBase64(at(secret, `data.${name}`)) : invent(name);
    },
  });
}

/** The `gateway.yaml` of the release. */
export function gatewayYaml(resources: readonly Resource[]): string {
  const maps = resources.filter(({ kind }) => kind === 'ConfigMap');
  const found = maps.map((map) => (map.data as Readonly<Record<string, string>>)['gateway.yaml']);
  const [text] = found.filter((one) => one !== undefined);
  if (text === undefined) throw new Error('no ConfigMap has gateway.yaml');
  return text;
}

const fromBase64 = (text: unknown): string => Buffer.from(String(text), 'base64').toString();

function invent(name: string): string {
  if (name.endsWith('url')) return 'redis://redis.example:6379';
  const hash = createHash('sha256').update(name).digest('hex');
  return name.endsWith('sha256') ? hash : hash.slice(0, 32);
}
