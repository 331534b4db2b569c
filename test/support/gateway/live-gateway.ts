import { createHash } from 'node:crypto';
import { createLogger } from '../../../src/api/http/logging/logger';
import { WatchedConfig } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';
import { startServer } from '../../../src/app/server';
import { caller, type Call } from './call';
import { mountConfig, type Files, type MountedConfig } from './mounted-config';

const LOOK_MS = 25;

/** A gateway on files that may be swapped under it. */
export interface LiveGateway {
  readonly url: string;
  readonly mounted: MountedConfig;
  call: Call;
  with(key: string): Call;
  /** Swaps the files and waits until they have been loaded, or found wrong. */
  change(files: Files): Promise<void>;
  close(): Promise<void>;
}

export const sha256 = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * @param files `gateway.yaml` and what it names; `DIR` in it is their folder
 * @param logger left out: nothing is logged
 */
export async function startLiveGateway(
  files: Files,
  key: string,
  logger = createLogger('silent'),
): Promise<LiveGateway> {
  const mounted = mountConfig({});
  const placed = (all: Files): Files =>
    Object.fromEntries(
      Object.entries(all).map(([name, text]) => [
        name,
        text.replaceAll('DIR', mounted.path('').replace(/\/$/, '')),
      ]),
    );
  mounted.swap(placed(files));
  const env = { GATEWAY_CONFIG: mounted.path('gateway.yaml'), PORT: '0', HOST: '127.0.0.1' };
  const config = new WatchedConfig({ env, providers: PROVIDERS });
  const server = await startServer(config.load(), logger);
  let loads = 0;
  config.watch(LOOK_MS, (loaded) => {
    server.reconfigure(loaded);
    loads += 1;
  });
  return {
    url: server.url,
    mounted,
    call: caller(server.url, key),
    with: (other) => caller(server.url, other),
    async change(next) {
      const before = loads;
      mounted.swap(placed(next));
      while (loads === before) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    async close() {
      config.close();
      await server.close();
      mounted.remove();
    },
  };
}
