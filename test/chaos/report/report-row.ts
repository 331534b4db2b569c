import { appendFileSync } from 'node:fs';

/** The result of one scenario of the chaos suite. */
export interface ReportRow {
  /** The injected fault, or the set of faults that were chosen at random. */
  readonly fault: string;
  readonly requests: number;
  readonly violations: number;
  /** Number of answers by HTTP status and problem code. */
  readonly answers: ReadonlyMap<string, number>;
}

/** Environment variable with the path of the file that collects the rows of all spec files. */
export const REPORT_FILE_VARIABLE = 'CHAOS_REPORT';

/** Adds a row to the table that is printed after the suite. */
export function appendRow({ answers, ...row }: ReportRow): void {
  const file = process.env[REPORT_FILE_VARIABLE];
  if (file !== undefined)
    appendFileSync(file, `${JSON.stringify({ ...row, answers: [...answers] })}\n`);
}
