/** Any key and any value that a vendor can hold come back as they went, through adapter and sandbox. */
import fc from 'fast-check';
import { startStage, type Stage } from './stage';
import { SITES, type Site } from './subjects';
import type { TextLimit } from './subjects/subject';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

/** For each of some twenty places and both properties. */
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
/** A text of exactly so many units, of letters of two bytes where bytes are counted. */
const exactly = ({ unit }: TextLimit, length: number, letter: string) =>
  unit === 'bytes' ? 'é'.repeat(length >> 1) + 'x'.repeat(length % 2) : letter.repeat(length);

const keysOf = ({ subject, resource }: Site) => {
  const { key, keyAlphabet } = subject.facts.resources[resource];
  if (keyAlphabet !== undefined) {
    const unit = fc.constantFrom(...keyAlphabet);
    const any = fc.string({ unit, minLength: 1, maxLength: key.maximum });
    return fc.oneof(any, fc.constantFrom('__proto__', 'constructor', '0', '=', '+'));
  }
  const any = fc.string({ unit: 'binary', minLength: 1, maxLength: key.maximum });
  return fc
    .oneof(any, fc.constantFrom(...HARD, 'a/b', '...', '?', '#', ';'))
    .filter((text) => within(key)(text) && !/^\.{1,2}$|,/.test(text));
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
    stage.at(site, 'PUT', `/${encodeURIComponent(key)}`, { body });

  it('one key at a time: set, read, deleted', async () => {
    await fc.assert(
      fc.asyncProperty(keysOf(site), valuesOf(site), async (key, value) => {
        const entry = { key, value, values: [value] };
        const answer = await put(key, { value });
        expect([answer.status, answer.body]).toEqual([200, entry]);
        expect(await stage.held(site)).toContainEqual({ key, values: [value] });
        const under = `/${encodeURIComponent(key)}`;
        expect((await stage.at(site, 'GET', under)).body).toEqual(expect.objectContaining(entry));
        expect((await stage.at(site, 'DELETE', under)).status).toBe(204);
        expect((await stage.at(site, 'GET', under)).status).toBe(404);
      }),
      RUNS,
    );
  });

  it('several keys at once: set, read, deleted', async () => {
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
        const answer = await stage.at(site, 'PATCH', '', { body: { entries: wanted } });
        expect(answer.status).toBe(200);
        const whole = wanted.map((entry) => ({ ...entry, value: entry.values[0] }));
        expect(answer.body).toEqual({ entries: whole });
        expect(await stage.held(site)).toEqual(expect.arrayContaining(wanted));
        const { body } = await stage.at(site, 'GET');
        const read = (body as { entries: object[] }).entries;
        for (const entry of whole) expect(read).toContainEqual(expect.objectContaining(entry));
        const names = wanted.map(({ key }) => encodeURIComponent(key)).join(',');
        expect((await stage.at(site, 'DELETE', `?keys=${names}`)).status).toBe(204);
        const left = (await stage.held(site)).map(({ key }) => key);
        expect(wanted.filter(({ key }) => left.includes(key))).toEqual([]);
      }),
      RUNS,
    );
  });

  it('at each limit it works', async () => {
    const key = exactly(keyLimit, keyLimit.maximum, 'k');
    const value = exactly(valueLimit, valueLimit.maximum, '中');
    const answer = await put(key, { value });
    expect([answer.status, answer.body]).toEqual([200, { key, value, values: [value] }]);
    expect(await stage.held(site)).toContainEqual({ key, values: [value] });
  });

  it.each([
    ['key', 1, 0],
    ['value', 0, 1],
  ])('one over the limit of a %s nothing is spent', async (_, keyMore, valueMore) => {
    const key = exactly(keyLimit, keyLimit.maximum + keyMore, 'k');
    const value = exactly(valueLimit, valueLimit.maximum + valueMore, '中');
    for (const answer of [
      await put(key, { value }),
      await stage.at(site, 'PATCH', '', { body: { entries: [{ key, value }] } }),
    ]) {
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
      ]);
      const { maximum, unit } = keyMore === 1 ? keyLimit : valueLimit;
      expect(answer.text).toContain(`${maximum} ${unit}`);
      expect(answer.headers.get('x-quota-cost')).toBe('0');
    }
    expect(await stage.sandboxOf(site.subject).arrivals()).toEqual([]);
  });
});
