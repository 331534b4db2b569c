const NEWLINE = 0x0a;

/** Cuts a stream of bytes into its lines. */
export class LineSplitter {
  private begun: Buffer[] = [];

  /** The lines that end in this piece, without their ends. */
  split(piece: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let to = piece.indexOf(NEWLINE); to !== -1; to = piece.indexOf(NEWLINE, from)) {
      lines.push(Buffer.concat([...this.begun, piece.subarray(from, to)]));
      this.begun = [];
      from = to + 1;
    }
    if (from < piece.length) this.begun.push(piece.subarray(from));
    return lines;
  }

  /** The last line, which need not be ended. */
  rest(): Buffer {
    return Buffer.concat(this.begun);
  }
}
