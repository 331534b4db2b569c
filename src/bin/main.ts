import 'reflect-metadata';
import { banner } from '../app/banner';
import { createLogger } from '../api/http/logging/logger';
import { ConfigError, WatchedConfig } from '../config';
import { PROVIDERS } from '../providers/registry';
import { startServer } from '../app/server';
import { LONGEST_MS } from '../app/shutdown';
import { startTracing } from '../tracing/start-tracing';

/** What the log's last lines get to be written in. */
const LAST_LINES_MS = 1_000;

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
  const server = await startServer(settings, logger, startTracing(process.env));
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
      endWithin(settings.server.drainDelayMs + LONGEST_MS, 1);
      stop().then(
        () => {
          endWithin(LAST_LINES_MS, 0);
        },
        (error: unknown) => {
          logger.fatal({ err: error }, 'the shutdown failed');
          endWithin(LAST_LINES_MS, 1);
        },
      );
    });
}

/** Loaded only where nobody has configured anything. */
const embedSandboxes = async () => (await import('../app/embedded-sandboxes.js')).embedSandboxes();

/** Ends the process, whatever hangs, when it has not ended by itself. */
function endWithin(milliseconds: number, exitCode: number): void {
  setTimeout(() => process.exit(exitCode), milliseconds).unref();
}

/** Where nobody reads what is said, nothing is. */
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

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
