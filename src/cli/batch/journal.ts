import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';

/** A line of a journal: the file it is of, or an operation that succeeded. */
interface Line {
  readonly file?: string;
  readonly id?: string;
}

/** What of a batch file has succeeded, in a file beside it, so that the next run goes on from there. */
export class Journal {
  private constructor(
    private readonly path: string,
    readonly done: ReadonlySet<string>,
  ) {}

  /**
   * @param hash of the batch file
   * @throws InvalidArgumentError where the journal is of another file, or of this one before a change
   */
  static open(path: string, hash: string): Journal {
    const [first, ...lines] = linesOf(path);
    if (first === undefined) {
      writeFileSync(path, `${JSON.stringify({ file: hash })}\n`);
      return new Journal(path, new Set());
    }
    if (first.file !== hash)
      throw new InvalidArgumentError(
        `${path} is of an earlier run of another file; with --restart it is forgotten`,
      );
    return new Journal(path, new Set(lines.flatMap(({ id }) => (id === undefined ? [] : [id]))));
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
