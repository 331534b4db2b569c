import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { InvalidArgumentError } from 'commander';
import { isObject, parseJson } from './read-operations';

/** A line of a journal: the header with `file` and `key`, or the `id` of an operation that succeeded. */
interface Line {
  readonly file?: string;
  readonly key?: string;
  readonly id?: string;
}

/** A file that records which operations of a batch file have succeeded, so that a next run can skip them. */
export class Journal {
  private constructor(
    private readonly path: string,
    /** Ids of the operations that have succeeded in earlier runs. */
    readonly done: ReadonlySet<string>,
    /** The idempotency key of every run: a write whose result was lost is not repeated. */
    readonly key: string,
  ) {}

  /**
   * Reads the journal, or creates it.
   * @param hash the hash of the batch file
   * @throws InvalidArgumentError if the journal belongs to another file or to an earlier version of it, is no
   *   journal, or cannot be read and written
   */
  static open(path: string, hash: string): Journal {
    const [header, ...lines] = readLines(path);
    if (header === undefined) {
      const key = randomUUID();
      orInvalid(path, () => {
        writeFileSync(path, `${JSON.stringify({ file: hash, key })}\n`);
      });
      return new Journal(path, new Set(), key);
    }
    if (header.file !== hash)
      throw new InvalidArgumentError(
        `${path} belongs to another file or to an earlier version of this one; pass --restart to discard it`,
      );
    const done = lines.flatMap(({ id }) => (id === undefined ? [] : [id]));
    return new Journal(path, new Set(done), header.key ?? randomUUID());
  }

  static remove(path: string): void {
    orInvalid(path, () => {
      rmSync(path, { force: true });
    });
  }

  /** Writes at once, because the process may end at any time. */
  recordSuccess(id: string): void {
    appendFileSync(this.path, `${JSON.stringify({ id })}\n`);
  }
}

/** Ignores a last line without a line break: it was cut off, so its operation is carried out again. */
function readLines(path: string): Line[] {
  const text = existsSync(path) ? orInvalid(path, () => readFileSync(path, 'utf8')) : '';
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [parseLine(path, line)]));
}

function parseLine(path: string, line: string): Line {
  const parsed = parseJson(line);
  if (!isObject(parsed)) throw new InvalidArgumentError(`${path} is not a journal`);
  return parsed;
}

/** @throws InvalidArgumentError if the file system refuses it */
function orInvalid<Result>(path: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const { code = String(error) } = isNativeError(error) ? (error as NodeJS.ErrnoException) : {};
    throw new InvalidArgumentError(
      `${path} cannot be read and written (${code}); name another file with --journal`,
    );
  }
}
