/** Small texts by key, shared by all replicas. Each method is atomic, and every text expires. */
export interface Store {
  /**
   * Stores a text unless the key has one.
   * @returns the text that the key has already
   */
  putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined>;
  /**
   * Replaces a text if it is the expected one.
   * @returns whether it was
   */
  swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>;
  /** Removes a text if it is the expected one. */
  remove(key: string, expected: string): Promise<void>;
}
