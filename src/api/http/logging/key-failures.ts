import type { Logger } from 'pino';
import { RepeatedLog } from './repeated-log';

/** Logs why the keys of a token issuer cannot be fetched: once a minute for each issuer and cause. */
export function logKeyFailures(logger: Logger): (issuer: string, cause: string) => void {
  const log = new RepeatedLog(logger, 'warn');
  return (issuer, cause) => {
    log.report(
      `${issuer} ${cause}`,
      { issuer, cause },
      'the keys of a token issuer cannot be fetched',
    );
  };
}
