/** Every declared capability works, in every dialect, at every place; held against the vendor's state. */
import { startStage, type Stage } from './stage';
import { SITES } from './subjects';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

const entry = (key: string, value: string) => ({ key, value, values: [value] });
const pair = (key: string, value: string) => ({ key, values: [value] });

describe.each(SITES)('$title', (site) => {
  const held = async () =>
    new Map((await stage.held(site)).map(({ key, values }) => [key, values]));
  const set = (...entries: { key: string; value: string }[]) =>
    stage.at(site, 'PATCH', '', { body: { entries } });

  it('sets several keys and leaves the others', async () => {
    const before = await held();
    await set({ key: 'first', value: '1' });
    const answer = await set({ key: 'a', value: '2' }, { key: 'b', value: '3' });
    expect([answer.status, answer.body]).toEqual([
      200,
      { entries: [entry('a', '2'), entry('b', '3')] },
    ]);
    expect(await held()).toEqual(
      new Map([...before, ['first', ['1']], ['a', ['2']], ['b', ['3']]]),
    );
  });

  it('reads what is there, all of it or the given keys', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' }, { key: 'c', value: '3' });
    const all = await stage.at(site, 'GET');
    const whole = await stage.held(site);
    expect(all.status).toBe(200);
    expect(keysOf(all.body)).toEqual(whole.map(({ key }) => key));
    for (const query of ['?keys=a,c,absent', '?keys=a&keys=c&keys=absent'])
      expect((await stage.at(site, 'GET', query)).body).toEqual({
        entries: [
          expect.objectContaining(entry('a', '1')),
          expect.objectContaining(entry('c', '3')),
        ],
      });
    expect((await stage.at(site, 'GET', '?keys=absent')).body).toEqual({ entries: [] });
  });

  it('sets, reads and deletes one key', async () => {
    const put = await stage.at(site, 'PUT', '/k', { body: { value: 'v' } });
    expect([put.status, put.body]).toEqual([200, entry('k', 'v')]);
    const got = await stage.at(site, 'GET', '/k');
    expect([got.status, got.body]).toEqual([200, expect.objectContaining(entry('k', 'v'))]);
    const gone = await stage.at(site, 'DELETE', '/k');
    expect([gone.status, gone.text]).toEqual([204, '']);
    const after = await stage.at(site, 'GET', '/k');
    expect([after.status, after.body]).toEqual([
      404,
      expect.objectContaining({ code: 'entry-not-found' }),
    ]);
  });

  it('deletes given keys, absent ones included, and no others', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' }, { key: 'c', value: '3' });
    const before = await stage.held(site);
    const answer = await stage.at(site, 'DELETE', '?keys=a,c,absent');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await stage.held(site)).toEqual(before.filter(({ key }) => key !== 'a' && key !== 'c'));
    expect((await stage.at(site, 'DELETE', '/absent')).status).toBe(204);
  });

  it('deletes all keys, and all of nothing', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' });
    expect((await stage.at(site, 'DELETE', '?all=true')).status).toBe(204);
    expect(await stage.held(site)).toEqual([]);
    expect((await stage.at(site, 'DELETE', '?all=true')).status).toBe(204);
  });

  it('says the update time where, and only where, reads have one', async () => {
    const before = Date.now();
    await set({ key: 'k', value: 'v' });
    const { body } = await stage.at(site, 'GET', '/k');
    const lost = site.subject.facts.provider.lost.includes('update times of entries');
    const { updatedAt } = body as { updatedAt?: string };
    if (lost) expect(updatedAt).toBeUndefined();
    else expect(Date.parse(updatedAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('keeps several values in their order, or says that it has no such thing', async () => {
    const { multiValued } = site.subject.facts.resources[site.resource];
    const values = ['z', 'a', 'm'];
    const answer = await stage.at(site, 'PUT', '/k', { body: { values } });
    if (multiValued) {
      expect([answer.status, answer.body]).toEqual([200, { key: 'k', value: 'z', values }]);
      expect(await stage.held(site)).toContainEqual({ key: 'k', values });
      return;
    }
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({ code: 'unsupported-by-provider', applied: 'no' }),
    ]);
    expect(await stage.sandboxOf(site.subject).arrivals()).toEqual([]);
  });

  it('passes on the percent sign, the slash and the plus of a key that its vendor can have', async () => {
    const { keyAlphabet } = site.subject.facts.resources[site.resource];
    const key = keyAlphabet?.join('') ?? 'a/b %2F+ü?#&';
    const put = await stage.at(site, 'PUT', `/${encodeURIComponent(key)}`, { body: { value: '' } });
    expect([put.status, put.body]).toEqual([200, entry(key, '')]);
    expect(await stage.held(site)).toContainEqual(pair(key, ''));
    const gone = await stage.at(site, 'DELETE', `?keys=${encodeURIComponent(key)}`);
    expect(gone.status).toBe(204);
    expect(await stage.held(site)).not.toContainEqual(pair(key, ''));
  });
});

const keysOf = (body: unknown) =>
  (body as { entries: { key: string }[] }).entries.map((e) => e.key);
