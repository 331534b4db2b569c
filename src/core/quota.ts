/** A documented vendor limit: at most `limit` tokens in any window of `windowMs` milliseconds. */
export interface Quota {
  readonly name: string;
  readonly limit: number;
  readonly windowMs: number;
  /** What one token stands for. */
  readonly unit: 'requests' | 'attributes' | 'messages';
  /** The vendor page that says so. */
  readonly source: string;
}
