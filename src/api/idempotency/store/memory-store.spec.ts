import { MemoryStore } from './memory-store';

const TTL_MS = 1_000;

let nowMs: number;
let store: MemoryStore;
beforeEach(() => {
  nowMs = 5_000;
  store = new MemoryStore(() => nowMs, { maxKeys: 3, maxCharacters: 10 });
});

const has = async (key: string): Promise<boolean> => store.swap(key, '-', '-', TTL_MS);
const put = async (key: string, value = '-'): Promise<string | undefined> =>
  (await store.putIfAbsent(key, value, TTL_MS))?.text;

describe('MemoryStore', () => {
  it('stores a text unless the key has one', async () => {
    expect(await put('a', 'one')).toBeUndefined();
    expect(await put('a', 'two')).toBe('one');
    expect(await put('a', 'three')).toBe('one');
  });

  it('replaces only the expected text', async () => {
    await put('a', 'one');
    expect(await store.swap('a', 'other', 'two', TTL_MS)).toBe(false);
    expect(await store.swap('b', 'one', 'two', TTL_MS)).toBe(false);
    expect(await put('a')).toBe('one');
    expect(await store.swap('a', 'one', 'two', TTL_MS)).toBe(true);
    expect(await put('a')).toBe('two');
  });

  it('removes only the expected text', async () => {
    await put('a', 'one');
    await store.remove('a', 'other');
    expect(await put('a')).toBe('one');
    await store.remove('a', 'one');
    expect(await put('a', 'two')).toBeUndefined();
  });

  it('says how old a text is, and replaces it at an age', async () => {
    await put('a', 'one');
    nowMs += 400;
    expect(await store.putIfAbsent('a', 'two', TTL_MS)).toEqual({ text: 'one', ageMs: 400 });
    expect(await store.swap('a', 'one', 'two', TTL_MS, 401)).toBe(false);
    expect(await store.swap('a', 'one', 'two', TTL_MS, 400)).toBe(true);
    expect(await store.putIfAbsent('a', 'three', TTL_MS)).toEqual({ text: 'two', ageMs: 0 });
  });

  it('drops a text when its time to live has passed', async () => {
    await put('a', 'one');
    nowMs += TTL_MS - 1;
    expect(await put('a', 'two')).toBe('one');
    nowMs += 1;
    expect(await store.swap('a', 'one', 'two', TTL_MS)).toBe(false);
    expect(await put('a', 'two')).toBeUndefined();
  });

  it('starts the time to live again when a text is replaced', async () => {
    await put('a', 'one');
    nowMs += 900;
    await store.swap('a', 'one', 'two', TTL_MS);
    nowMs += 900;
    expect(await put('a', 'three')).toBe('two');
  });

  it('drops the keys written longest ago beyond its number of keys', async () => {
    for (const key of ['a', 'b', 'c']) await put(key);
    expect(await has('a')).toBe(true); // writes it again
    await put('d');
    expect([await has('b'), await has('c'), await has('a'), await has('d')]).toEqual([
      false,
      true,
      true,
      true,
    ]);
  });

  it('drops the keys written longest ago beyond its number of characters', async () => {
    await put('a', 'xxxx');
    await put('b', 'xxxxxx');
    expect(await put('a', '')).toBe('xxxx'); // 10 characters are allowed
    await put('c', 'x');
    expect(await put('b', '')).toBe('xxxxxx');
    expect(await put('a', '')).toBeUndefined();
  });

  it('counts only the characters that it still holds', async () => {
    await put('a', 'xxxxx');
    await store.swap('a', 'xxxxx', 'x', TTL_MS);
    await put('b', 'xxxxx');
    await store.remove('b', 'xxxxx');
    await put('c', 'xxxxx');
    nowMs += TTL_MS;
    await put('c', 'xx');
    await put('d', 'xxxxxxx');
    expect(await put('c', '')).toBe('xx');
    expect(await put('d', '')).toBe('xxxxxxx');
  });

  it('does not keep a text that is larger than all its space', async () => {
    await put('a', 'x');
    await put('b', 'x'.repeat(11));
    expect([await put('a', ''), await put('b', '')]).toEqual([undefined, undefined]);
  });

  it('holds 100,000 keys by default', async () => {
    const large = new MemoryStore(() => nowMs);
    for (let index = 0; index <= 100_000; index += 1)
      await large.putIfAbsent(String(index), '-', TTL_MS);
    expect(await large.swap('1', '-', '-', TTL_MS)).toBe(true);
    expect(await large.swap('0', '-', '-', TTL_MS)).toBe(false);
  });
});
