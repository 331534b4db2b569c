import { pino, type Logger } from 'pino';
import type { LogLevel } from '../../config';

/** Paths where a credential could ever get into a log line; nothing of ours logs them on purpose. */
const SECRETS = ['authorization', 'apiKey', 'apiToken', 'appSecret', 'password', 'token', 'secret'];

export const createLogger = (level: LogLevel): Logger =>
  pino({
    level,
    redact: {
      paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
      censor: '[redacted]',
    },
  });
