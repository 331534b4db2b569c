import { pino } from 'pino';
import { embedSandboxes } from '../app/embedded-sandboxes';
import { startServer } from '../app/server';
import { loadConfig } from '../config';
import { PROVIDERS } from '../providers/registry';
import { startRecordingProxy, type RecordingProxy } from './recording-proxy';

/** A gateway with the sandboxes of all vendors, each behind a recording proxy. */
export interface DemoGateway {
  readonly url: string;
  readonly connections: readonly DemoConnection[];
  close(): Promise<void>;
}

export interface DemoConnection {
  readonly name: string;
  /** Name of the provider. */
  readonly provider: string;
  readonly proxy: RecordingProxy;
}

/** The fields of a connection to an embedded sandbox that the demo needs. */
interface SandboxConnection {
  readonly provider: string;
  readonly baseUrls: readonly [string];
}

/** Ignores the environment, so that the demo is the same everywhere. */
export async function startDemoGateway(): Promise<DemoGateway> {
  const sandboxes = await embedSandboxes();
  const entries = Object.entries(sandboxes.connections) as [string, SandboxConnection][];
  const connections = await Promise.all(entries.map(startConnection));
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(
      connections.map(({ name, settings: connection }) => [name, connection]),
    ),
  });
  const server = await startServer(settings, pino({ level: 'silent' }));
  return {
    url: server.url,
    connections,
    async close() {
      await server.close();
      await Promise.all(connections.map(({ proxy }) => proxy.close()));
      await sandboxes.close();
    },
  };
}

/** Puts a proxy in front of a sandbox. `settings` are those of the connection, with the proxy's URL. */
async function startConnection([name, connection]: [string, SandboxConnection]) {
  const [vendorUrl] = connection.baseUrls;
  const proxy = await startRecordingProxy(vendorUrl);
  return {
    name,
    provider: connection.provider,
    proxy,
    settings: { ...connection, baseUrls: [proxy.url] },
  };
}
