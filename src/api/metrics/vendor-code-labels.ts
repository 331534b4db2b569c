/** Bounds the series of a metric that has vendor codes as a label: further codes become `other`. */
export class VendorCodeLabels {
  private readonly codesByConnection = new Map<string, Set<number>>();

  /** @param maxCodes distinct labels for each connection */
  constructor(private readonly maxCodes = 64) {}

  label(connection: string, code: number): string {
    const codes = this.codesByConnection.get(connection) ?? new Set();
    this.codesByConnection.set(connection, codes);
    if (codes.size < this.maxCodes) codes.add(code);
    return codes.has(code) ? String(code) : 'other';
  }
}
