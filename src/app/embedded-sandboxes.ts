import type { Provider } from '../core/provider';
import { sandboxConnectionName } from '../api/docs/examples';
import { PROVIDERS } from '../providers/registry';
import { startSandbox } from '../sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../sandbox/vendors';

export interface EmbeddedSandboxes {
  /** Accounts at them, by connection name, as a configuration file would have them. */
  readonly connections: Readonly<Record<string, object>>;
  close(): Promise<void>;
}

/** A sandbox of every vendor on a free loopback port, for a gateway that nobody has configured. */
export async function embedSandboxes(): Promise<EmbeddedSandboxes> {
  const started = await Promise.all(PROVIDERS.map(embed));
  const connections = started.map(({ connection }) => connection);
  return {
    connections: Object.fromEntries(connections),
    async close() {
      await Promise.all(started.map(({ sandbox }) => sandbox.close()));
    },
  };
}

async function embed({ name, sandboxExamples }: Provider) {
  const create = SANDBOX_VENDORS[name];
  if (create === undefined) throw new Error(`The vendor ${name} has no sandbox.`);
  const sandbox = await startSandbox({ vendor: create({}), port: 0 });
  const account = {
    provider: name,
    baseUrls: [sandbox.url],
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...sandboxExamples.settings,
  };
  return { sandbox, connection: [sandboxConnectionName(name), account] as const };
}
