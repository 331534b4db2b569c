import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** A line of a journal: the file it is of and the key of its runs, or an operation that succeeded. */
interface Line {
  readonly file?: string;
  readonly key?: string;
  readonly id?: string;
}

/** What of a batch file has succeeded, in a file beside it, so that the next run goes on from there. */
export class Journal {
  private constructor(
    private readonly path: string,
    readonly done: ReadonlySet<string>,
    /** The idempotency key of every run: what was done and not heard of is not done twice. */
    readonly key: string,
  ) {}

  /**
   * @param hash of the batch file
   * @throws InvalidArgumentError where the journal is of another file, or of this one before a change
   */
  static open(path: string, hash: string): Journal {
    const [first, ...lines] = linesOf(path);
    if (first === undefined) {
      const key = randomUUID();
      writeFileSync(path, `${JSON.stringify({ file: hash, key })}\n`);
      return new Journal(path, new Set(), key);
    }
    if (first.file !== hash)
      throw new InvalidArgumentError(
        `${path} is of an earlier run of another file; with --restart it is forgotten`,
      );
    const done = lines.flatMap(({ id }) => (id === undefined ? [] : [id]));
    return new Journal(path, new Set(done), first.key ?? randomUUID());
  }

  static forget(path: string): void {
    rmSync(path, { force: true });
  }

  /** Written at once: the process may end at any time. */
  succeeded(id: string): void {
    appendFileSync(this.path, `${JSON.stringify({ id })}\n`);
  }
}

/** The last line may be cut: then its operation is carried out again. */
function linesOf(path: string): Line[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}
