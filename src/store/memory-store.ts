import type { Store } from './store';

interface Kept {
  readonly value: string;
  readonly expiresMs: number;
}

/** A store of one process. */
export class MemoryStore implements Store {
  private readonly kept = new Map<string, Kept>();

  /**
   * @param now milliseconds that only grow
   * @param most keys that are kept; beyond it the oldest go first
   */
  constructor(
    private readonly now: () => number,
    private readonly most = 100_000,
  ) {}

  putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    const there = this.find(key);
    if (there === undefined) this.put(key, value, ttlMs);
    return Promise.resolve(there);
  }

  swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    const isThere = this.find(key) === expected;
    if (isThere) this.put(key, value, ttlMs);
    return Promise.resolve(isThere);
  }

  remove(key: string, expected: string): Promise<void> {
    if (this.find(key) === expected) this.kept.delete(key);
    return Promise.resolve();
  }

  private find(key: string): string | undefined {
    const found = this.kept.get(key);
    if (found === undefined || found.expiresMs > this.now()) return found?.value;
    this.kept.delete(key);
    return undefined;
  }

  private put(key: string, value: string, ttlMs: number): void {
    this.kept.delete(key);
    this.kept.set(key, { value, expiresMs: this.now() + ttlMs });
    if (this.kept.size <= this.most) return;
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
