import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createLogger } from '../../../src/api/http/logging/logger';
import type { LogLevel } from '../../../src/config';

export type LogLine = Readonly<Record<string, unknown>>;

/** The log of a gateway under test. */
export interface RecordedLog {
  readonly logger: Logger;
  readonly lines: readonly LogLine[];
  /** The line of a request that has ended, which may be written after its reply has arrived. */
  ofRequest(requestId: string): Promise<LogLine>;
}

export function recordLog(level: LogLevel = 'info'): RecordedLog {
  const lines: LogLine[] = [];
  const logger = createLogger(level, (text) => lines.push(JSON.parse(text) as LogLine));
  return {
    logger,
    lines,
    async ofRequest(requestId) {
      for (;;) {
        const line = lines.find((one) => one.requestId === requestId && 'req' in one);
        if (line !== undefined) return line;
        await setImmediate();
      }
    },
  };
}
