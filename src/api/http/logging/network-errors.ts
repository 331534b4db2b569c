import type { Logger } from 'pino';
import type { GatewayObserver } from '../../../gateway';
import { RepeatedLog } from './repeated-log';

/** Logs why vendor calls got no whole reply, such as `ENOTFOUND`: once a minute for each connection and cause. */
export function logNetworkErrors(logger: Logger): GatewayObserver {
  const log = new RepeatedLog(logger, 'warn');
  return {
    vendorCall: ({ connection, provider, route, outcome, cause }) => {
      if (cause === undefined) return;
      const fields = { connection, provider, route, outcome, cause };
      log.report(`${connection} ${cause}`, fields, 'vendor call without a whole reply');
    },
    throttled: () => undefined,
    merged: () => undefined,
    cachedRead: () => undefined,
  };
}
