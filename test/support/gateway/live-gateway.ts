import { createHash } from 'node:crypto';
import { createLogger } from '../../../src/api/http/logging/logger';
import { WatchedConfig } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';
import { startServer } from '../../../src/app/server';
import { createCall, type Call } from './call';
import { mountConfig, type Files, type MountedConfig } from './mounted-config';

const POLL_INTERVAL_MS = 25;

/** A gateway that reloads its configuration when the mounted files change. */
export interface LiveGateway {
  readonly url: string;
  readonly livenessUrl: string;
  readonly mounted: MountedConfig;
  /** Calls with the key passed to `startLiveGateway`. */
  call: Call;
  callWith(key: string): Call;
  /** Replaces all files and waits until the gateway has loaded or rejected them. */
  changeFiles(files: Files): Promise<void>;
  close(): Promise<void>;
}

export const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * @param files `gateway.yaml` and the files that it refers to; `DIR` in a text stands for their folder
 * @param logger default: no logging
 */
export async function startLiveGateway(
  files: Files,
  key: string,
  logger = createLogger('silent'),
): Promise<LiveGateway> {
  const mounted = mountConfig({});
  const withFolder = (all: Files): Files =>
    Object.fromEntries(
      Object.entries(all).map(([name, text]) => [
        name,
        text.replaceAll('DIR', mounted.path('').replace(/\/$/, '')),
      ]),
    );
  mounted.swap(withFolder(files));
  const env = { GATEWAY_CONFIG: mounted.path('gateway.yaml'), PORT: '0', HOST: '127.0.0.1' };
  const config = new WatchedConfig({ env, providers: PROVIDERS });
  const server = await startServer(config.load(), logger);
  let loads = 0;
  config.watch(POLL_INTERVAL_MS, (loaded) => {
    server.reconfigure(loaded);
    loads += 1;
  });
  return {
    url: server.url,
    livenessUrl: server.livenessUrl,
    mounted,
    call: createCall(server.url, key),
    callWith: (other) => createCall(server.url, other),
    async changeFiles(next) {
      const before = loads;
      mounted.swap(withFolder(next));
      while (loads === before) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async close() {
      config.close();
      await server.close();
      mounted.remove();
    },
  };
}
