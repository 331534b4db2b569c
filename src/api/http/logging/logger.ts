import { isatty } from 'node:tty';
import { pino, type Logger } from 'pino';
import { SonicBoom } from 'sonic-boom';
import type { LogFormat, LogLevel } from '../../../config';
import { collectLines, countLines } from './collect-lines';
import { prettyLine } from './pretty-line';

/** Fields that are redacted at any of the first four levels of a line. No code logs them on purpose. */
const SECRETS = ['authorization', 'apiKey', 'apiToken', 'appSecret', 'password', 'token', 'secret'];

const STDOUT = 1;
/** Bytes that wait for a slow reader of the log; further lines are dropped. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

let droppedLines = 0;

/** The number of lines that this process has dropped since its start. */
export const droppedLogLines = (): number => droppedLines;

/**
 * Writes lines to stdout without blocking: a full disk or a reader that has stopped delays no call, but
 * lines can be lost.
 */
export function stdoutWriter(format: LogFormat): (line: string) => void {
  // not pino.destination(), which writes the rest synchronously at exit
  const lines = new SonicBoom({
    fd: STDOUT,
    sync: false,
    maxLength: MAX_BUFFERED_BYTES,
    contentMode: 'buffer',
  });
  const write = lines.write.bind(lines) as unknown as (lines: Buffer) => boolean;
  lines.on('error', () => undefined); // stdout is the only place to report it
  lines.on('drop', (dropped: Buffer) => (droppedLines += countLines(dropped)));
  const isTerminal = isatty(STDOUT);
  const writeLine = collectLines(write);
  return (line) => {
    writeLine(format === 'json' ? line : prettyLine(line, isTerminal));
  };
}

/** The format of a log whose settings name none. */
export const defaultFormat = (): LogFormat => (isatty(STDOUT) ? 'pretty' : 'json');

/**
 * Creates the log: a JSON object a line, with levels as words.
 * @param write gets each line; default: JSON on stdout
 */
export function createLogger(level: LogLevel, write = stdoutWriter('json')): Logger {
  return pino(
    {
      level,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    { write },
  );
}
