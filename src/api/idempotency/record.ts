/** An answer as it was given the first time. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  /** JSON; absent with 204. */
  readonly body?: string;
}

/**
 * What is kept of a request with an idempotency key. `running` is renewed while it runs: one that is not
 * any more belongs to a replica that died, and its outcome is unknown.
 */
export interface Kept {
  readonly fingerprint: string;
  readonly state: 'running' | 'unknown' | 'done';
  /** Unix milliseconds until which `running` holds. */
  readonly untilMs?: number;
  readonly answer?: Answer;
}

export const parseKept = (text: string): Kept => JSON.parse(text) as Kept;
