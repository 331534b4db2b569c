import type { Store, StoredText } from './store';

interface Item {
  readonly text: string;
  readonly writtenMs: number;
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
   *   texts
   */
  constructor(
    private readonly nowMs: () => number,
    private readonly bounds = DEFAULT_BOUNDS,
  ) {}

  putIfAbsent(key: string, text: string, ttlMs: number): Promise<StoredText | undefined> {
    const existing = this.get(key);
    if (existing === undefined) this.set(key, text, ttlMs);
    return Promise.resolve(existing);
  }

  swap(key: string, expected: string, text: string, ttlMs: number, minAgeMs = 0): Promise<boolean> {
    const existing = this.get(key);
    const isExpected = existing?.text === expected && existing.ageMs >= minAgeMs;
    if (isExpected) this.set(key, text, ttlMs);
    return Promise.resolve(isExpected);
  }

  remove(key: string, expected: string): Promise<void> {
    if (this.get(key)?.text === expected) this.delete(key);
    return Promise.resolve();
  }

  private get(key: string): StoredText | undefined {
    const item = this.items.get(key);
    if (item === undefined) return undefined;
    const nowMs = this.nowMs();
    if (item.expiresMs > nowMs) return { text: item.text, ageMs: nowMs - item.writtenMs };
    this.delete(key);
    return undefined;
  }

  private set(key: string, text: string, ttlMs: number): void {
    this.delete(key); // so that the key moves to the end
    const writtenMs = this.nowMs();
    this.items.set(key, { text, writtenMs, expiresMs: writtenMs + ttlMs });
    this.characters += text.length;
    for (const oldest of this.items.keys()) {
      const { maxKeys, maxCharacters } = this.bounds;
      if (this.items.size <= maxKeys && this.characters <= maxCharacters) return;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.characters -= this.items.get(key)?.text.length ?? 0;
    this.items.delete(key);
  }
}
