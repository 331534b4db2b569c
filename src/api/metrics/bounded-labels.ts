/** Bounds the series of a metric that has codes of others as a label: further codes become `other`. */
export class BoundedLabels {
  private readonly codesByConnection = new Map<string, Set<number | string>>();

  /** @param maxCodes distinct labels for each connection */
  constructor(private readonly maxCodes = 64) {}

  label(connection: string, code: number | string): string {
    const codes = this.codesByConnection.get(connection) ?? new Set();
    this.codesByConnection.set(connection, codes);
    if (codes.size < this.maxCodes) codes.add(code);
    return codes.has(code) ? String(code) : 'other';
  }
}
