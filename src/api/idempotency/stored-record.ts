/** An answer as it was given the first time. */
export interface StoredReply {
  readonly status: number;
  /** JSON and its media type; absent with 204, and where the request itself says the answer. */
  readonly type?: string;
  readonly body?: string;
}

/**
 * What is kept of a request with an idempotency key. `running` is renewed while it runs: one that is not
 * any more belongs to a replica that died, and its outcome is unknown.
 */
export interface StoredRecord {
  readonly fingerprint: string;
  readonly state: 'running' | 'unknown' | 'done';
  /** Unix milliseconds until which `running` holds. */
  readonly untilMs?: number;
  readonly answer?: StoredReply;
}

export const parseKept = (text: string): StoredRecord => JSON.parse(text) as StoredRecord;
export const textOf = (kept: StoredRecord): string => JSON.stringify(kept);
