/** A documented vendor limit: at most `limit` tokens in any window of `windowMs` milliseconds. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** Each channel has the limit for itself; absent: it is for the vendor account. */
  readonly per?: 'channel';
  /** The unit in which the vendor counts; one token is one of these. */
  readonly unit: 'requests' | 'attributes' | 'messages';
  /** The vendor page that documents the limit. */
  readonly source: string;
}
