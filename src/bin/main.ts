import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { createLogger, defaultFormat, stdoutWriter } from '../api/http/logging/logger';
import { RepeatedLog } from '../api/http/logging/repeated-log';
import { VERSION } from '../api/probes/version';
import { banner, startEvent } from '../app/banner';
import { startServer } from '../app/server';
import { ConfigError, WatchedConfig } from '../config';
import { RedisFailure } from '../redis';
import { PROVIDERS } from '../providers/registry';
import { startTelemetry } from '../telemetry/start-telemetry';

/** The time between two polls of the configuration; a change applies after two equal polls. */
const CONFIG_POLL_INTERVAL_MS = 1_000;
/** The time for writing the last log lines after a shutdown. */
const LOG_FLUSH_MS = 1_000;
/** The time for writing those before a failed start. */
const LAST_LINES_MS = 100;
const PARENT_POLL_INTERVAL_MS = 200;
/** npm sends a signal on that the process has received itself; a signal after this time is meant as another one. */
const SAME_SIGNAL_MS = 2_000;

/** Starts the gateway; without `GATEWAY_CONFIG`, together with a sandbox of every vendor. */
async function main(): Promise<void> {
  const sandboxes = process.env.GATEWAY_CONFIG ? undefined : await embedSandboxes();
  const config = new WatchedConfig({
    env: process.env,
    providers: PROVIDERS,
    ...(sandboxes !== undefined && { sandboxConnections: sandboxes.connections }),
  });
  const settings = config.load();
  const { level, format = defaultFormat() } = settings.log;
  const logger = createLogger(level, stdoutWriter(format));
  const exportFailures = new RepeatedLog(logger, 'warn');
  const telemetry = startTelemetry(process.env, VERSION, (error) => {
    exportFailures.report(error.message, { err: error }, 'an export of telemetry failed');
  });
  const server = await startServer(settings, logger, telemetry);
  logger.info(startEvent(server.url, settings), 'the gateway has started');
  // a log of JSON lines has the addresses in the event, so that each line can be parsed
  if (format === 'pretty' || settings.sandbox) console.log(banner(server.url, settings));
  else if (!logger.isLevelEnabled('info')) console.error(banner(server.url, settings));
  config.watch(CONFIG_POLL_INTERVAL_MS, (loaded) => {
    server.reconfigure(loaded);
  });

  writeAddress(server.livenessUrl, logger);

  const close = async (): Promise<void> => {
    config.close();
    await server.close();
    await sandboxes?.close();
  };
  let stoppingSinceMs: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    stoppingSinceMs = performance.now();
    logger.info({ event: 'stop', signal }, 'the gateway is stopping');
    exitAfter(server.maxShutdownMs, 1);
    close().then(
      () => {
        logger.info({ event: 'stopped' }, 'the gateway has stopped');
        exitAfter(LOG_FLUSH_MS, 0);
      },
      (error: unknown) => {
        logger.fatal({ err: error }, 'the shutdown failed');
        exitAfter(LOG_FLUSH_MS, 1);
      },
    );
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSinceMs === undefined) stop(signal);
    else if (performance.now() - stoppingSinceMs > SAME_SIGNAL_MS) process.exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  onParentExit(() => {
    if (stoppingSinceMs === undefined) stop('SIGTERM');
  });
}

/** For the health check of the image, which names the file; without it the gateway writes none. */
function writeAddress(url: string, logger: Logger): void {
  const file = process.env.GATEWAY_ADDRESS_FILE;
  if (!file) return;
  try {
    writeFileSync(file, url);
  } catch (error) {
    logger.warn({ err: error }, 'GATEWAY_ADDRESS_FILE cannot be written; the health check fails');
  }
}

/** Imports the sandboxes only when no configuration is given. */
const embedSandboxes = async () => (await import('../app/embedded-sandboxes.js')).embedSandboxes();

/** Ends the process after this time if it has not ended on its own by then. */
function exitAfter(milliseconds: number, exitCode: number): void {
  setTimeout(() => process.exit(exitCode), milliseconds).unref();
}

/** `npm start` runs a shell that does not pass signals on: when it ends, this process stops too. */
function onParentExit(stop: () => void): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    stop();
  }, PARENT_POLL_INTERVAL_MS).unref();
}

/**
 * V8 compiles a function with TurboFan after 1,000 calls instead of 3,000, so that a replica is fast sooner. It is
 * not a flag of `npm start`, because Node 20 does not know it and would not start.
 */
function compileSooner(): void {
  const [major] = process.versions.node.split('.');
  if (Number(major) >= 24) setFlagsFromString('--invocation-count-for-turbofan=1000');
}

// a closed pipe on stdout or stderr must not end the gateway
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
compileSooner();

main().catch((error: unknown) => {
  // a faulty configuration, a port in use or a missing Redis needs no stack trace
  const isOperational =
    error instanceof ConfigError ||
    error instanceof RedisFailure ||
    (error instanceof Error && 'syscall' in error);
  console.error(isOperational ? error.message : error);
  process.exitCode = 1;
  setTimeout(() => process.exit(), LAST_LINES_MS); // the log lines before it are not yet written
});
