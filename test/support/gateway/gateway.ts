import type { Logger } from 'pino';
import { sandboxConnection } from '../../../src/api/docs/examples';
import { createLogger } from '../../../src/api/http/logging/logger';
import { loadConfig, SANDBOX_KEY, type GatewaySettings } from '../../../src/config';
import type { Provider } from '../../../src/core/provider';
import { PROVIDERS } from '../../../src/providers/registry';
import { startServer } from '../../../src/app/server';
import { caller, type Call } from './call';
import { startTestSandbox, type TestSandbox, type Vendor } from '../vendor/sandbox';

/** A connection as a configuration file has it; what is left out fits the vendor's sandbox. */
export interface TestConnection {
  readonly provider: Vendor;
  readonly [setting: string]: unknown;
}

export interface TestGatewayStart {
  /** By name; left out: one for each vendor, `nexconn-sandbox` and `sendbird-sandbox`. */
  readonly connections?: Readonly<Record<string, TestConnection>>;
  /** What differs from the settings of a gateway that nobody has configured. */
  readonly settings?: Partial<GatewaySettings>;
  /** What differs of its server's settings. */
  readonly server?: Partial<GatewaySettings['server']>;
  /** Left out: nothing is logged. */
  readonly logger?: Logger;
}

/** A gateway in this process with a sandbox of each vendor behind it, all on real sockets. */
export interface TestGateway {
  readonly url: string;
  readonly sandboxes: Readonly<Record<Vendor, TestSandbox>>;
  /** With the sandbox's API key unless `headers` say otherwise. */
  readonly call: Call;
  /**
   * Ends everything.
   * @throws Error when a vendor call was not as `openapi/<vendor>.yaml` describes it
   */
  close(): Promise<void>;
}

export async function startGateway(start: TestGatewayStart = {}): Promise<TestGateway> {
  const [nexconn, sendbird] = await Promise.all([
    startTestSandbox('nexconn'),
    startTestSandbox('sendbird'),
  ]);
  const sandboxes = { nexconn, sendbird };
  const { connections = DEFAULT_CONNECTIONS, settings = {} } = start;
  const accounts = Object.entries(connections).map(
    ([name, connection]) => [name, accountOf(connection, sandboxes)] as const,
  );
  const loaded = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(accounts),
  });
  const server = await startServer(
    { ...loaded, ...settings, server: { ...loaded.server, ...start.server } },
    start.logger ?? createLogger('silent'),
  ).catch(async (failure: unknown) => {
    await Promise.all([nexconn.close(), sendbird.close()]);
    throw failure;
  });
  return {
    url: server.url,
    sandboxes,
    call: caller(server.url, SANDBOX_KEY),
    async close() {
      await server.close();
      await Promise.all([nexconn.close(), sendbird.close()]);
      const faults = [...nexconn.offSurface, ...sendbird.offSurface];
      if (faults.length > 0) throw new Error(`Off the vendors' surface:\n${faults.join('\n')}`);
    },
  };
}

const DEFAULT_CONNECTIONS: Readonly<Record<string, TestConnection>> = Object.fromEntries(
  PROVIDERS.map(({ name }) => [sandboxConnection(name), { provider: name as Vendor }]),
);

function accountOf(connection: TestConnection, sandboxes: TestGateway['sandboxes']): object {
  const { sandboxExamples } = providerOf(connection.provider);
  return {
    baseUrls: [sandboxes[connection.provider].url],
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...sandboxExamples.settings,
    ...connection,
  };
}

function providerOf(vendor: Vendor): Provider {
  const provider = PROVIDERS.find(({ name }) => name === vendor);
  if (provider === undefined) throw new Error(`${vendor} is not in the registry.`);
  return provider;
}
