import { appendFileSync } from 'node:fs';

/** What the suite tells of one fault, or of several that were drawn by chance. */
export interface Row {
  readonly fault: string;
  readonly requests: number;
  readonly violations: number;
  /** How often each answer came. */
  readonly answers: ReadonlyMap<string, number>;
}

/** Where the rows of every spec file come together. */
export const FILE = 'CHAOS_REPORT';

export function report({ answers, ...row }: Row): void {
  const file = process.env[FILE];
  if (file !== undefined)
    appendFileSync(file, `${JSON.stringify({ ...row, answers: [...answers] })}\n`);
}
