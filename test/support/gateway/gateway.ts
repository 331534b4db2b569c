import type { Logger } from 'pino';
import { sandboxConnectionName } from '../../../src/api/docs/examples';
import { createLogger } from '../../../src/api/http/logging/logger';
import { loadConfig, SANDBOX_KEY, type GatewaySettings } from '../../../src/config';
import type { Provider } from '../../../src/core/provider';
import { PROVIDERS } from '../../../src/providers/registry';
import { startServer } from '../../../src/app/server';
import { createCall, type Call } from './call';
import { startTestSandbox, type TestSandbox, type Vendor } from '../vendor/sandbox';

/** A connection as in a configuration file. Settings that are left out get values that fit the sandbox. */
export interface TestConnection {
  readonly provider: Vendor;
  readonly [setting: string]: unknown;
}

export interface TestGatewayOptions {
  /** By connection name. Default: one connection per vendor, such as `sendbird-sandbox`. */
  readonly connections?: Readonly<Record<string, TestConnection>>;
  /** Overrides of the default settings. */
  readonly settings?: Partial<GatewaySettings>;
  /** Overrides of the default server settings. */
  readonly server?: Partial<GatewaySettings['server']>;
  /** Default: no logging. */
  readonly logger?: Logger;
}

/** A gateway in this process with one sandbox per vendor behind it, all on real sockets. */
export interface TestGateway {
  readonly url: string;
  readonly sandboxes: Readonly<Record<Vendor, TestSandbox>>;
  /** Calls the gateway with the API key of the demo configuration, unless `headers` override it. */
  readonly call: Call;
  /**
   * Closes the gateway and the sandboxes.
   * @throws Error when a vendor call departed from `openapi/<vendor>.yaml`
   */
  close(): Promise<void>;
}

export async function startGateway(start: TestGatewayOptions = {}): Promise<TestGateway> {
  const [nexconn, sendbird, stream, tencent] = await Promise.all([
    startTestSandbox('nexconn'),
    startTestSandbox('sendbird'),
    startTestSandbox('stream'),
    startTestSandbox('tencent'),
  ]);
  const sandboxes = { nexconn, sendbird, stream, tencent };
  const all = Object.values(sandboxes);
  const { connections = DEFAULT_CONNECTIONS, settings = {} } = start;
  const accounts = Object.entries(connections).map(
    ([name, connection]) => [name, completeConnection(connection, sandboxes)] as const,
  );
  const loaded = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(accounts),
  });
  // tests that run side by side keep the event loop busy; that is no overload of this gateway
  const limits = { ...loaded.limits, maxLagMs: 10_000 };
  const server = await startServer(
    { ...loaded, limits, ...settings, server: { ...loaded.server, ...start.server } },
    start.logger ?? createLogger('silent'),
  ).catch(async (failure: unknown) => {
    await Promise.all(all.map((sandbox) => sandbox.close()));
    throw failure;
  });
  return {
    url: server.url,
    sandboxes,
    call: createCall(server.url, SANDBOX_KEY),
    async close() {
      await server.close();
      await Promise.all(all.map((sandbox) => sandbox.close()));
      const violations = all.flatMap(({ surfaceViolations }) => surfaceViolations);
      if (violations.length > 0)
        throw new Error(
          `Vendor calls that depart from openapi/<vendor>.yaml:\n${violations.join('\n')}`,
        );
    },
  };
}

const DEFAULT_CONNECTIONS: Readonly<Record<string, TestConnection>> = Object.fromEntries(
  PROVIDERS.map(({ name }) => [sandboxConnectionName(name), { provider: name as Vendor }]),
);

function completeConnection(
  connection: TestConnection,
  sandboxes: TestGateway['sandboxes'],
): object {
  const { sandboxExamples } = findProvider(connection.provider);
  return {
    baseUrls: [sandboxes[connection.provider].url],
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...(sandboxExamples.vendorRoutes && { vendorRoutes: sandboxExamples.vendorRoutes }),
    ...sandboxExamples.settings,
    ...connection,
  };
}

function findProvider(vendor: Vendor): Provider {
  const provider = PROVIDERS.find(({ name }) => name === vendor);
  if (provider === undefined) throw new Error(`${vendor} is not in the registry.`);
  return provider;
}
