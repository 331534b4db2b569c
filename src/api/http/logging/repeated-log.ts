import type { Logger } from 'pino';

/** A repeated event is logged once in this time. */
const INTERVAL_MS = 60_000;
/** More kinds of events than this share one entry, so that no input can fill the memory. */
const MAX_KINDS = 1_000;
const OTHER_KINDS = 'other';

interface LoggedKind {
  /** Events since the last line. */
  suppressed: number;
  log: () => void;
}

/**
 * Logs the first event of a kind at once, and then once a minute the last one, with `repeats`: the number of
 * events since the line before.
 */
export class RepeatedLog {
  private readonly kinds = new Map<string, LoggedKind>();

  constructor(
    private readonly logger: Logger,
    private readonly level: 'warn' | 'error',
  ) {}

  /** @param kind names what is repeated, such as a connection and a cause; it is not logged */
  report(kind: string, fields: object, message: string): void {
    const name = this.kinds.has(kind) || this.kinds.size < MAX_KINDS ? kind : OTHER_KINDS;
    const known = this.kinds.get(name);
    if (known !== undefined) {
      known.suppressed += 1;
      known.log = () => {
        this.logger[this.level]({ ...fields, repeats: known.suppressed }, message);
      };
      return;
    }
    this.logger[this.level](fields, message);
    this.kinds.set(name, { suppressed: 0, log: () => undefined });
    this.waitInterval(name);
  }

  private waitInterval(name: string): void {
    setTimeout(() => {
      const known = this.kinds.get(name);
      if (known === undefined || known.suppressed === 0) {
        this.kinds.delete(name);
        return;
      }
      known.log();
      known.suppressed = 0;
      this.waitInterval(name);
    }, INTERVAL_MS).unref();
  }
}
