import type { Store } from './store';

interface Item {
  readonly value: string;
  readonly expiresMs: number;
}

const DEFAULT_BOUNDS = { maxKeys: 100_000, maxCharacters: 64 * 1024 * 1024 };

/** A store of one process. */
export class MemoryStore implements Store {
  /** The key written longest ago comes first. */
  private readonly items = new Map<string, Item>();
  private characters = 0;

  /**
   * @param nowMs milliseconds of a monotonic clock
   * @param bounds beyond either of them the keys written longest ago are dropped; `maxCharacters` counts
   *   values
   */
  constructor(
    private readonly nowMs: () => number,
    private readonly bounds = DEFAULT_BOUNDS,
  ) {}

  putIfAbsent(key: string, value: string, ttlMs: number): Promise<string | undefined> {
    const existing = this.get(key);
    if (existing === undefined) this.set(key, value, ttlMs);
    return Promise.resolve(existing);
  }

  swap(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    const isExpected = this.get(key) === expected;
    if (isExpected) this.set(key, value, ttlMs);
    return Promise.resolve(isExpected);
  }

  remove(key: string, expected: string): Promise<void> {
    if (this.get(key) === expected) this.delete(key);
    return Promise.resolve();
  }

  private get(key: string): string | undefined {
    const item = this.items.get(key);
    if (item === undefined || item.expiresMs > this.nowMs()) return item?.value;
    this.delete(key);
    return undefined;
  }

  private set(key: string, value: string, ttlMs: number): void {
    this.delete(key); // so that the key moves to the end
    this.items.set(key, { value, expiresMs: this.nowMs() + ttlMs });
    this.characters += value.length;
    for (const oldest of this.items.keys()) {
      const { maxKeys, maxCharacters } = this.bounds;
      if (this.items.size <= maxKeys && this.characters <= maxCharacters) return;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.characters -= this.items.get(key)?.value.length ?? 0;
    this.items.delete(key);
  }
}
