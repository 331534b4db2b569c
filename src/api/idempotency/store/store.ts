/** A text and its age by the clock of the store: the clocks of replicas need not agree. */
export interface StoredText {
  readonly text: string;
  /** Milliseconds since it was last written. */
  readonly ageMs: number;
}

/** Small texts by key, shared by all replicas. Each method is atomic, and every text expires. */
export interface Store {
  /**
   * Stores a text unless the key has one.
   * @returns the text that the key has already
   */
  putIfAbsent(key: string, text: string, ttlMs: number): Promise<StoredText | undefined>;
  /**
   * Replaces a text if it is the expected one, and was written at least so long ago.
   * @returns whether it was
   */
  swap(
    key: string,
    expected: string,
    text: string,
    ttlMs: number,
    minAgeMs?: number,
  ): Promise<boolean>;
  /** Removes a text if it is the expected one. */
  remove(key: string, expected: string): Promise<void>;
}
