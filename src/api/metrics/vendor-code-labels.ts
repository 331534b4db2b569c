/** Label values of vendors, of which each connection has a few: what comes beyond them is `other`. */
export class VendorCodeLabels {
  private readonly known = new Map<string, Set<number>>();

  constructor(private readonly most = 64) {}

  label(connection: string, code: number): string {
    const codes = this.known.get(connection) ?? new Set();
    this.known.set(connection, codes);
    if (codes.size < this.most) codes.add(code);
    return codes.has(code) ? String(code) : 'other';
  }
}
