import type { Provider } from '../core/provider';
import { sandboxConnectionName } from '../api/docs/examples';
import { PROVIDERS } from '../providers/registry';
import { startSandbox } from '../sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../sandbox/vendors';

export interface EmbeddedSandboxes {
  /** Their entries for the `connections` section of a configuration, by name. */
  readonly connections: Readonly<Record<string, object>>;
  /** Stops all sandboxes. */
  close(): Promise<void>;
}

/** Starts a sandbox of every vendor on a free loopback port, for a gateway without a configuration. */
export async function embedSandboxes(): Promise<EmbeddedSandboxes> {
  const started = await Promise.all(PROVIDERS.map(startVendorSandbox));
  return {
    connections: Object.fromEntries(started.flatMap(({ connections }) => connections)),
    async close() {
      await Promise.all(started.map(({ sandbox }) => sandbox.close()));
    },
  };
}

async function startVendorSandbox({ name, sandboxExamples }: Provider) {
  const create = SANDBOX_VENDORS[name];
  if (create === undefined) throw new Error(`The vendor ${name} has no sandbox.`);
  const sandbox = await startSandbox({ vendor: create({}), port: 0 });
  const connection = {
    provider: name,
    baseUrls: [sandbox.url],
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...(sandboxExamples.vendorRoutes && { vendorRoutes: sandboxExamples.vendorRoutes }),
    ...sandboxExamples.settings,
  };
  const dialects = Object.entries({ [name]: {}, ...sandboxExamples.dialects });
  const connections = dialects.map(
    ([dialect, settings]) =>
      [sandboxConnectionName(dialect), { ...connection, ...settings }] as const,
  );
  return { sandbox, connections };
}
