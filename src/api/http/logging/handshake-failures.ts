import type { Server } from 'node:http';
import type { Logger } from 'pino';
import { RepeatedLog } from './repeated-log';

/** Logs why handshakes with clients fail, such as a missing certificate: once a minute for each cause. */
export function logHandshakeFailures(server: Server, logger: Logger): void {
  const log = new RepeatedLog(logger, 'warn');
  server.on('tlsClientError', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    // a client that closes its connection, such as a TCP probe of a load balancer
    if (code === 'ECONNRESET') return;
    log.report(code, { cause: code }, 'the TLS handshake with a client failed');
  });
}
