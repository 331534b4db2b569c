/** Any key and value that a vendor accepts are returned unchanged. */
import fc from 'fast-check';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';
import type { TextLimit } from './subjects/subject';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

/** Runs of each property, for each of some twenty sites. */
const RUNS = { numRuns: 10 };
const HARD = [
  '&=+% "\\',
  'line\nline\r\n\ttab',
  '__proto__',
  'constructor',
  'toString',
  '%2F%00%',
  '😀𝒳 中 é\u0301 \u200d',
  '\u0000\u001f\u007f\u2028',
  '{"a":[1]}',
  'null',
  '0',
  '-1',
  ' leading and trailing ',
  '<script>&amp;',
];

const lengthOf = ({ unit }: TextLimit, text: string) =>
  unit === 'bytes' ? Buffer.byteLength(text) : text.length;
const within = (limit: TextLimit) => (text: string) => lengthOf(limit, text) <= limit.maximum;
/** A text with exactly this number of units; if they are bytes, of letters of two bytes. */
const exactly = ({ unit }: TextLimit, length: number, letter: string) =>
  unit === 'bytes' ? 'é'.repeat(length >> 1) + 'x'.repeat(length % 2) : letter.repeat(length);

const keysOf = ({ subject, resource }: Site) => {
  const { key, keyAlphabet, trimsKeys = false } = subject.facts.resources[resource];
  if (keyAlphabet !== undefined) {
    const unit = fc.constantFrom(...keyAlphabet);
    const any = fc.string({ unit, minLength: 1, maxLength: key.maximum });
    return fc.oneof(any, fc.constantFrom('__proto__', 'constructor', '0', '=', '+'));
  }
  const any = fc.string({ unit: 'binary', minLength: 1, maxLength: key.maximum });
  return fc
    .oneof(any, fc.constantFrom(...HARD, 'a/b', '...', '?', '#', ';'))
    .filter((text) => within(key)(text) && !/^\.{1,2}$|,/.test(text))
    .filter((text) => !trimsKeys || text === text.trim());
};
const valuesOf = ({ subject, resource }: Site) => {
  const { value } = subject.facts.resources[resource];
  const any = fc.string({ unit: 'binary', maxLength: value.maximum });
  return fc.oneof(any, fc.constantFrom('', ...HARD)).filter(within(value));
};

describe.each(SITES)('$title', (site) => {
  const {
    key: keyLimit,
    value: valueLimit,
    multiValued,
  } = site.subject.facts.resources[site.resource];
  const put = (key: string, body: object) =>
    gateway.callSite(site, 'PUT', `/${encodeURIComponent(key)}`, { body });

  it('sets, reads and deletes one key', async () => {
    await fc.assert(
      fc.asyncProperty(keysOf(site), valuesOf(site), async (key, value) => {
        const entry = { key, value, values: [value] };
        const answer = await put(key, { value });
        expect([answer.status, answer.body]).toEqual([200, entry]);
        expect(await gateway.storedEntries(site)).toContainEqual({ key, values: [value] });
        const under = `/${encodeURIComponent(key)}`;
        expect((await gateway.callSite(site, 'GET', under)).body).toEqual(
          expect.objectContaining(entry),
        );
        expect((await gateway.callSite(site, 'DELETE', under)).status).toBe(204);
        expect((await gateway.callSite(site, 'GET', under)).status).toBe(404);
      }),
      RUNS,
    );
  });

  it('sets, reads and deletes several keys', async () => {
    const values = multiValued
      ? fc.uniqueArray(valuesOf(site), { minLength: 1, maxLength: 4 })
      : valuesOf(site).map((value) => [value]);
    const entries = fc.uniqueArray(fc.record({ key: keysOf(site), values }), {
      selector: ({ key }) => key,
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(entries, async (wanted) => {
        const answer = await gateway.callSite(site, 'PATCH', '', { body: { entries: wanted } });
        expect(answer.status).toBe(200);
        const whole = wanted.map((entry) => ({ ...entry, value: entry.values[0] }));
        expect(answer.body).toEqual({ entries: whole });
        expect(await gateway.storedEntries(site)).toEqual(expect.arrayContaining(wanted));
        const { body } = await gateway.callSite(site, 'GET');
        const read = (body as { entries: object[] }).entries;
        for (const entry of whole) expect(read).toContainEqual(expect.objectContaining(entry));
        const names = wanted.map(({ key }) => encodeURIComponent(key)).join(',');
        expect((await gateway.callSite(site, 'DELETE', `?keys=${names}`)).status).toBe(204);
        const left = (await gateway.storedEntries(site)).map(({ key }) => key);
        expect(wanted.filter(({ key }) => left.includes(key))).toEqual([]);
      }),
      RUNS,
    );
  });

  const { wholeBytes } = site.subject.facts.resources[site.resource];
  if (wholeBytes !== undefined) {
    it('accepts as many bytes of all entries as the limit, and refuses one more', async () => {
      const value = 'x'.repeat(wholeBytes - '{"k":""}'.length);
      expect((await put('k', { value })).status).toBe(200);
      const before = (await gateway.sandboxOf(site.subject).arrivals()).length;
      const refused = await put('k', { value: `${value}x` });
      expect([refused.status, refused.body]).toMatchObject([
        422,
        { code: 'provider-limit', applied: 'no', errors: [{ pointer: '/value' }] },
      ]);
      expect(refused.text).toContain(`${wholeBytes} bytes`);
      expect(refused.headers.get('x-quota-cost')).toBe('0');
      expect(await gateway.sandboxOf(site.subject).arrivals()).toHaveLength(before);
    });
    return;
  }

  it('accepts a key and a value at their limits', async () => {
    const key = exactly(keyLimit, keyLimit.maximum, 'k');
    const value = exactly(valueLimit, valueLimit.maximum, '中');
    const answer = await put(key, { value });
    expect([answer.status, answer.body]).toEqual([200, { key, value, values: [value] }]);
    expect(await gateway.storedEntries(site)).toContainEqual({ key, values: [value] });
  });

  it.each([
    ['key', 1, 0],
    ['value', 0, 1],
  ])('refuses a %s over its limit without using quota', async (_, keyMore, valueMore) => {
    const key = exactly(keyLimit, keyLimit.maximum + keyMore, 'k');
    const value = exactly(valueLimit, valueLimit.maximum + valueMore, '中');
    for (const answer of [
      await put(key, { value }),
      await gateway.callSite(site, 'PATCH', '', { body: { entries: [{ key, value }] } }),
    ]) {
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
      ]);
      const { maximum, unit } = keyMore === 1 ? keyLimit : valueLimit;
      expect(answer.text).toContain(`${maximum} ${unit}`);
      expect(answer.headers.get('x-quota-cost')).toBe('0');
    }
    expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
  });
});
