import { pino, type Logger } from 'pino';
import { SonicBoom } from 'sonic-boom';
import type { LogLevel } from '../../../config';

/** Paths where a credential could ever get into a log line; nothing of ours logs them on purpose. */
const SECRETS = ['authorization', 'apiKey', 'apiToken', 'appSecret', 'password', 'token', 'secret'];

const STDOUT = 1;
/** Bytes that wait while nobody reads the log; beyond them lines are dropped. */
const MOST = 4 * 1024 * 1024;

let lost = 0;

/** Lines that this process has dropped since it began. */
export const linesLost = (): number => lost;

/** Lines never wait for whoever reads them: a full disk or a reader that stands still stops no call. */
export function createLogger(level: LogLevel): Logger {
  // not pino's own destination: that one writes what is left when the process ends, and waits for it
  const lines = new SonicBoom({ fd: STDOUT, sync: false, maxLength: MOST, contentMode: 'buffer' });
  // as bytes: text that waits would be copied whole with each line that joins it
  const write = lines.write.bind(lines) as unknown as (line: Buffer) => boolean;
  lines.on('error', () => undefined); // there is nowhere left to say so
  lines.on('drop', () => (lost += 1));
  return pino(
    {
      level,
      redact: {
        paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    { write: (line) => write(Buffer.from(line)) },
  );
}
