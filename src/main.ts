import 'reflect-metadata';
import { banner } from './banner';
import { createLogger } from './api/logs/logger';
import { ConfigError, WatchedConfig } from './config';
import { PROVIDERS } from './providers/registry';
import { embedSandboxes } from './sandboxes';
import { startServer } from './server';

/** A change is in use after two looks. */
const LOOK_MS = 1_000;

async function main(): Promise<void> {
  const embedded = process.env.GATEWAY_CONFIG ? undefined : await embedSandboxes();
  const config = new WatchedConfig({
    env: process.env,
    providers: PROVIDERS,
    ...(embedded !== undefined && { sandboxConnections: embedded.connections }),
  });
  const settings = config.load();
  const logger = createLogger(settings.log.level);
  const server = await startServer(settings, logger);
  console.log(banner(server.url, settings));
  config.watch(LOOK_MS, (loaded) => {
    server.reconfigure(loaded);
  });
  const stop = async (): Promise<void> => {
    config.close();
    await server.close();
    await embedded?.close();
  };
  onParentGone(() => {
    process.kill(process.pid, 'SIGTERM');
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop().catch((error: unknown) => {
        logger.fatal({ err: error }, 'the shutdown failed');
        process.exit(1);
      });
    });
}

/** npm starts a script through a shell that keeps signals to itself and leaves the script behind. */
function onParentGone(stop: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    stop();
  }, 200).unref();
}

main().catch((error: unknown) => {
  const isForPeople =
    error instanceof ConfigError || (error instanceof Error && 'syscall' in error);
  console.error(isForPeople ? error.message : error);
  process.exit(1);
});
