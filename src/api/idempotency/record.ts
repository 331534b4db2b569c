/** An answer as it was given the first time. */
export interface Answer {
  readonly status: number;
  /** JSON and its media type; absent with 204, and where the request itself says the answer. */
  readonly type?: string;
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
export const textOf = (kept: Kept): string => JSON.stringify(kept);
