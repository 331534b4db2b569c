/** Small texts by key that all replicas see, changed one at a time. They expire. */
export interface Store {
  /** Puts it there unless something is. @returns what was there already */
  putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined>;
  /** Puts it in the place of what is expected there. @returns whether that was there */
  swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>;
  /** Takes away what is expected there, and nothing else. */
  remove(key: string, expected: string): Promise<void>;
}
