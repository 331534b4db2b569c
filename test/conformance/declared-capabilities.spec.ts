/** Every declared capability works in every dialect and for every target, compared with the vendor's state. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const entry = (key: string, value: string) => ({ key, value, values: [value] });
const pair = (key: string, value: string) => ({ key, values: [value] });

describe.each(SITES)('$title', (site) => {
  const held = async () =>
    new Map((await gateway.storedEntries(site)).map(({ key, values }) => [key, values]));
  const set = (...entries: { key: string; value: string }[]) =>
    gateway.callSite(site, 'PATCH', '', { body: { entries } });

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

  it('reads all keys or the given ones', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' }, { key: 'c', value: '3' });
    const all = await gateway.callSite(site, 'GET');
    const whole = await gateway.storedEntries(site);
    expect(all.status).toBe(200);
    expect(keysOf(all.body)).toEqual(whole.map(({ key }) => key));
    for (const query of ['?keys=a,c,absent', '?keys=a&keys=c&keys=absent'])
      expect((await gateway.callSite(site, 'GET', query)).body).toEqual({
        entries: [
          expect.objectContaining(entry('a', '1')),
          expect.objectContaining(entry('c', '3')),
        ],
      });
    expect((await gateway.callSite(site, 'GET', '?keys=absent')).body).toEqual({ entries: [] });
  });

  it('sets, reads and deletes one key', async () => {
    const put = await gateway.callSite(site, 'PUT', '/k', { body: { value: 'v' } });
    expect([put.status, put.body]).toEqual([200, entry('k', 'v')]);
    const got = await gateway.callSite(site, 'GET', '/k');
    expect([got.status, got.body]).toEqual([200, expect.objectContaining(entry('k', 'v'))]);
    const gone = await gateway.callSite(site, 'DELETE', '/k');
    expect([gone.status, gone.text]).toEqual([204, '']);
    const after = await gateway.callSite(site, 'GET', '/k');
    expect([after.status, after.body]).toEqual([
      404,
      expect.objectContaining({ code: 'entry-not-found' }),
    ]);
  });

  it('deletes exactly the given keys; missing ones are no error', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' }, { key: 'c', value: '3' });
    const before = await gateway.storedEntries(site);
    const answer = await gateway.callSite(site, 'DELETE', '?keys=a,c,absent');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await gateway.storedEntries(site)).toEqual(
      before.filter(({ key }) => key !== 'a' && key !== 'c'),
    );
    expect((await gateway.callSite(site, 'DELETE', '/absent')).status).toBe(204);
  });

  it('deletes all keys, also if there are none', async () => {
    await set({ key: 'a', value: '1' }, { key: 'b', value: '2' });
    expect((await gateway.callSite(site, 'DELETE', '?all=true')).status).toBe(204);
    expect(await gateway.storedEntries(site)).toEqual([]);
    expect((await gateway.callSite(site, 'DELETE', '?all=true')).status).toBe(204);
  });

  it('returns the update time exactly if the vendor does', async () => {
    const before = Date.now();
    await set({ key: 'k', value: 'v' });
    const { body } = await gateway.callSite(site, 'GET', '/k');
    const isLost = site.subject.facts.provider.lost.includes('update times of entries');
    const { updatedAt } = body as { updatedAt?: string };
    if (isLost) expect(updatedAt).toBeUndefined();
    else expect(Date.parse(updatedAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('keeps several values in their order, or refuses them as unsupported', async () => {
    const { multiValued } = site.subject.facts.resources[site.resource];
    const values = ['z', 'a', 'm'];
    const answer = await gateway.callSite(site, 'PUT', '/k', { body: { values } });
    if (multiValued) {
      expect([answer.status, answer.body]).toEqual([200, { key: 'k', value: 'z', values }]);
      expect(await gateway.storedEntries(site)).toContainEqual({ key: 'k', values });
      return;
    }
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({ code: 'unsupported-by-provider', applied: 'no' }),
    ]);
    expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
  });

  it('passes on the special characters that the vendor allows in keys', async () => {
    const { keyAlphabet } = site.subject.facts.resources[site.resource];
    const key = keyAlphabet?.join('') ?? 'a/b %2F+ü?#&';
    const put = await gateway.callSite(site, 'PUT', `/${encodeURIComponent(key)}`, {
      body: { value: '' },
    });
    expect([put.status, put.body]).toEqual([200, entry(key, '')]);
    expect(await gateway.storedEntries(site)).toContainEqual(pair(key, ''));
    const gone = await gateway.callSite(site, 'DELETE', `?keys=${encodeURIComponent(key)}`);
    expect(gone.status).toBe(204);
    expect(await gateway.storedEntries(site)).not.toContainEqual(pair(key, ''));
  });
});

const keysOf = (body: unknown) =>
  (body as { entries: { key: string }[] }).entries.map((e) => e.key);
