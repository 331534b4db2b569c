/** A stream for text, such as `process.stdout`. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width in characters; 0 if the terminal does not report it. */
  readonly columns?: number;
  /** Height in lines; 0 if the terminal does not report it. */
  readonly rows?: number;
}

const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/** Output goes to one stream; status (progress, warnings, errors) goes to another. */
export class Terminal {
  constructor(
    private readonly output: OutputStream,
    private readonly status: OutputStream,
  ) {}

  /** Whether a person reads the output. */
  get isOutputTerminal(): boolean {
    return this.output.isTTY === true;
  }

  /** Whether a person reads the status, so that its last line can be redrawn. */
  get isStatusTerminal(): boolean {
    return this.status.isTTY === true;
  }

  /** Width of the status stream in characters. */
  get columns(): number {
    return this.status.columns ?? DEFAULT_COLUMNS;
  }

  print(text: string): void {
    this.output.write(`${text}\n`);
  }

  printStatus(text: string): void {
    this.status.write(`${text}\n`);
  }

  /** Replaces the status line that the cursor is in. */
  redrawStatus(text: string): void {
    this.status.write(`\r${text}\u001b[K`);
  }

  /**
   * Replaces the last `previousLines` lines of the output. Lines that do not fit the width are cut, because
   * a wrapped line could not be replaced; so are those that do not fit the height.
   * @returns the number of lines written
   */
  redrawOutput(previousLines: number, text: string): number {
    const { columns = 0, rows = 0 } = this.output;
    const width = (columns > 0 ? columns : DEFAULT_COLUMNS) - 1;
    const height = (rows > 0 ? rows : DEFAULT_ROWS) - 1;
    const all = text.split('\n').map((line) => line.slice(0, width));
    const lines =
      all.length <= height
        ? all
        : [...all.slice(0, height - 1), `… and ${all.length - height + 1} more`];
    const moveUp = previousLines > 0 ? `\u001b[${previousLines}A` : '';
    this.output.write(`${moveUp}\u001b[J${lines.join('\n')}\n`);
    return lines.length;
  }
}
