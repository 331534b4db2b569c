/** A stream that text is written to, such as `process.stdout`. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Characters that fit a line. */
  readonly columns?: number;
  /** Lines that fit it. */
  readonly rows?: number;
}

/** Where a person reads is shown what a person reads; where a program reads, JSON. */
export class Terminal {
  constructor(
    private readonly answers: Screen,
    private readonly notes: Screen,
  ) {}

  /** Whether a person reads the answers. */
  get isRead(): boolean {
    return this.answers.isTTY === true;
  }

  /** Whether a person sees the notes, so that a line of them may be drawn anew. */
  get isWatched(): boolean {
    return this.notes.isTTY === true;
  }

  get columns(): number {
    return this.notes.columns ?? 80;
  }

  /** A part of the answer. */
  say(text: string): void {
    this.answers.write(`${text}\n`);
  }

  /** What is no part of the answer: warnings, progress, problems. */
  note(text: string): void {
    this.notes.write(`${text}\n`);
  }

  /** Draws the line of notes that the cursor is in anew. */
  redraw(text: string): void {
    this.notes.write(`\r${text}\u001b[K`);
  }

  /**
   * Draws over the last so many lines of the answer; what does not fit is cut, as a line that wraps could
   * not be drawn over. @returns the lines drawn
   */
  replace(lines: number, text: string): number {
    const { columns = 80, rows = 24 } = this.answers;
    const width = columns > 0 ? columns - 1 : 79;
    const all = text.split('\n').map((line) => line.slice(0, width));
    const fits = (rows > 0 ? rows : 24) - 1; // a terminal that does not know says 0
    const drawn =
      all.length <= fits ? all : [...all.slice(0, fits - 1), `… and ${all.length - fits + 1} more`];
    this.answers.write(`${lines > 0 ? `\u001b[${lines}A` : ''}\u001b[J${drawn.join('\n')}\n`);
    return drawn.length;
  }
}
