import { pino } from 'pino';
import { loadConfig } from '../config';
import { PROVIDERS } from '../providers/registry';
import { embedSandboxes } from '../app/embedded-sandboxes';
import { startServer } from '../app/server';
import { startRecorder, type Recorder } from './recorder';

/** The gateway with every vendor's sandbox behind it, and a recorder between. */
export interface Stage {
  readonly url: string;
  readonly connections: readonly RecordedConnection[];
  close(): Promise<void>;
}

export interface RecordedConnection {
  readonly name: string;
  /** The vendor's name in the registry. */
  readonly provider: string;
  readonly recorder: Recorder;
}

/** An account at an embedded sandbox, which has one address. */
interface Account {
  readonly provider: string;
  readonly baseUrls: readonly [string];
}

/** Takes nothing from the environment: the demonstration is the same everywhere. */
export async function setStage(): Promise<Stage> {
  const sandboxes = await embedSandboxes();
  const accounts = Object.entries(sandboxes.connections) as [string, Account][];
  const recorded = await Promise.all(accounts.map(record));
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(recorded.map(({ name, account }) => [name, account])),
  });
  const server = await startServer(settings, pino({ level: 'silent' }));
  return {
    url: server.url,
    connections: recorded,
    async close() {
      await server.close();
      await Promise.all(recorded.map(({ recorder }) => recorder.close()));
      await sandboxes.close();
    },
  };
}

async function record([name, account]: [string, Account]) {
  const [vendorUrl] = account.baseUrls;
  const recorder = await startRecorder(vendorUrl);
  return {
    name,
    provider: account.provider,
    recorder,
    account: { ...account, baseUrls: [recorder.url] },
  };
}
