/** A reply as it was sent the first time. */
export interface StoredReply {
  readonly status: number;
  /** Media type of `body`. Absent with a 204, and where the operation determines the reply. */
  readonly type?: string;
  /** JSON. */
  readonly body?: string;
  /** Of a vendor's reply: the bytes of its body in Base64. */
  readonly bytes?: string;
}

/**
 * The record under an idempotency key. Replicas of other versions read it too, so its field names are
 * fixed.
 */
export type StoredRecord = { readonly fingerprint: string } & (
  | {
      readonly state: 'running';
      /** The id of the claim, so that no two have the same text. */
      readonly claim: string;
    }
  | { readonly state: 'unknown' }
  | { readonly state: 'done'; readonly answer: StoredReply }
);

export const parseRecord = (text: string): StoredRecord => JSON.parse(text) as StoredRecord;
export const serializeRecord = (record: StoredRecord): string => JSON.stringify(record);
