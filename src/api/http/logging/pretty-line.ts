/** Fields that have a place of their own, or that people do not need. */
const PLACED: ReadonlySet<string> = new Set(['level', 'time', 'msg', 'err', 'pid', 'hostname']);

const COLOURS: Readonly<Record<string, number>> = {
  fatal: 31,
  error: 31,
  warn: 33,
  info: 32,
  debug: 90,
  trace: 90,
};

/** A line as pino writes it. */
interface Line {
  readonly level: string;
  readonly time: number;
  readonly msg?: string;
  readonly err?: { readonly stack?: string };
}

/**
 * A line of the log for people: time, level, message and the other fields, then the stack of an error.
 * @param json a line as pino writes it
 */
export function prettyLine(json: string, colours: boolean): string {
  const line = JSON.parse(json) as Line;
  const { level, time, msg = '', err } = line;
  const label = level.toUpperCase().padEnd(5);
  const fields = Object.entries(line)
    .filter(([name]) => !PLACED.has(name))
    .map(([name, value]) => `${name}=${valueText(value)}`);
  const head = [
    new Date(time).toISOString().slice(11, 23),
    colours ? `\x1b[${COLOURS[level] ?? 0}m${label}\x1b[0m` : label,
    msg,
    ...fields,
  ].join(' ');
  return err?.stack === undefined ? `${head}\n` : `${head}\n${err.stack}\n`;
}

/** JSON, so that no value can begin a new line; words without quotes. */
function valueText(value: unknown): string {
  return typeof value === 'string' && /^[\w./:@{}-]+$/.test(value) ? value : JSON.stringify(value);
}
