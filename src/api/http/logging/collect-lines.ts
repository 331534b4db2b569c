const WRITE_INTERVAL_MS = 10;
/** Characters that do not wait for others. */
const WRITE_LENGTH = 16 * 1024;

/**
 * Writes the lines of up to 10 ms together: each write to stdout takes a thread of the pool, and with it more CPU
 * than the lines themselves.
 */
export function collectLines(write: (lines: Buffer) => void): (line: string) => void {
  let collected = '';
  let timer: NodeJS.Timeout | undefined;
  const writeCollected = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const lines = Buffer.from(collected);
    collected = '';
    write(lines);
  };
  return (line) => {
    collected += line;
    if (collected.length >= WRITE_LENGTH) writeCollected();
    else timer ??= setTimeout(writeCollected, WRITE_INTERVAL_MS);
  };
}

const LINE_FEED = 10;

export const countLines = (lines: Buffer): number =>
  lines.filter((byte) => byte === LINE_FEED).length;
