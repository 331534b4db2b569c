import type { Store } from './store';

interface Kept {
  readonly value: string;
  readonly expiresMs: number;
}

/** A store of one process. */
export class MemoryStore implements Store {
  private readonly kept = new Map<string, Kept>();
  private characters = 0;

  /**
   * @param now milliseconds that only grow
   * @param most keys that are kept, and characters in all; beyond either the oldest go first
   */
  constructor(
    private readonly now: () => number,
    private readonly most = { keys: 100_000, characters: 64 * 1024 * 1024 },
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
    if (this.find(key) === expected) this.forget(key);
    return Promise.resolve();
  }

  private find(key: string): string | undefined {
    const found = this.kept.get(key);
    if (found === undefined || found.expiresMs > this.now()) return found?.value;
    this.forget(key);
    return undefined;
  }

  private put(key: string, value: string, ttlMs: number): void {
    this.forget(key);
    this.kept.set(key, { value, expiresMs: this.now() + ttlMs });
    this.characters += value.length;
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most.keys && this.characters <= this.most.characters) return;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.characters -= this.kept.get(key)?.value.length ?? 0;
    this.kept.delete(key);
  }
}
