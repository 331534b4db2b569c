/** After a write each named key has exactly the given values, and readers see no other state meanwhile. */
import fc from 'fast-check';
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type StoredEntry, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const set = (site: Site, entries: readonly StoredEntry[]) =>
  gateway.callSite(site, 'PATCH', '', { body: { entries }, headers: { Prefer: 'wait=10' } });
const isRead = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' || /\/(list|get|query\.json)$/.test(path);
const written = ({ subject }: Site) =>
  gateway.sandboxOf(subject).exchanges.filter(({ request }) => !isRead(request)).length;

const multiValued = SITES.filter(
  ({ subject, resource }) => subject.facts.resources[resource].writesInParts,
);

describe.each(multiValued)('$title', (site) => {
  const values = fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 });
  const entries = fc.uniqueArray(fc.record({ key: fc.constantFrom('k', 'l', 'm'), values }), {
    selector: ({ key }) => key,
    minLength: 1,
  });

  it('sets the given values in their order with at most three writes, and leaves other keys', async () => {
    await fc.assert(
      fc.asyncProperty(entries, entries, async (before, wanted) => {
        await gateway.reset();
        await set(site, before);
        const held = await gateway.storedEntries(site);
        const earlier = written(site);
        const answer = await set(site, wanted);
        expect([answer.status, await asMap(site)]).toEqual([
          200,
          new Map([...held, ...wanted].map((entry) => [entry.key, entry.values])),
        ]);
        expect(written(site) - earlier).toBeLessThanOrEqual(maxWrites(site, held, wanted));
      }),
      { numRuns: 40 },
    );
  });

  it('writes nothing if the values are equal', async () => {
    const same = [{ key: 'k', values: ['b', 'a'] }];
    await set(site, same);
    const earlier = written(site);
    const answer = await set(site, same);
    expect([answer.status, written(site) - earlier]).toEqual([200, 0]);
    expect(answer.headers.get('x-quota-cost')).toBe('message.get;t=1, get;t=1');
  });

  it('never shows readers a missing or empty key, or another key changed', async () => {
    await set(site, [{ key: 'k', values: ['a', 'b'] }]);
    const others = (await gateway.storedEntries(site)).filter(({ key }) => key !== 'k');
    await gateway.sandboxOf(site.subject).settings({ latencyMs: [3, 8] });
    const seen: StoredEntry[][] = [];
    const done = new AbortController();
    const watching = (async () => {
      while (!done.signal.aborted) seen.push(await gateway.storedEntries(site));
    })();
    for (const next of [['c'], ['x', 'c'], ['c', 'x'], ['y'], ['a', 'b', 'c'], ['c', 'b', 'a']])
      expect((await set(site, [{ key: 'k', values: next }])).status).toBe(200);
    done.abort();
    await watching;
    expect(seen.length).toBeGreaterThan(10);
    for (const held of seen) {
      expect(held.filter(({ key }) => key !== 'k')).toEqual(others);
      expect(held.find(({ key }) => key === 'k')?.values.length).toBeGreaterThan(0);
    }
  });

  it('serializes writers on one message: the result is one whole write', async () => {
    await gateway.sandboxOf(site.subject).settings({ latencyMs: [0, 6] });
    const writes = Array.from({ length: 12 }, (_, index) => [
      { key: 'k', values: [`${index}`, 'shared', `${index + 100}`] },
      { key: 'l', values: ['shared', `${index}`] },
    ]);
    const answers = await Promise.all(writes.map((write) => set(site, write)));
    expect(answers.map(({ status }) => status)).toEqual(writes.map(() => 200));
    const end = await asMap(site);
    const winner = writes.find(([k]) => k?.values.join() === end.get('k')?.join());
    expect(winner).toBeDefined();
    expect(winner?.[1]?.values).toEqual(end.get('l'));
  });

  it('is refused by handling=strict if it needs two writes, and writes nothing', async () => {
    await set(site, [{ key: 'k', values: ['a'] }]);
    const earlier = written(site);
    const refused = await gateway.callSite(site, 'PUT', '/k', {
      body: { value: 'b' },
      headers: { Prefer: 'handling=strict' },
    });
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(written(site)).toBe(earlier);
    expect((await asMap(site)).get('k')).toEqual(['a']);
    const appended = await gateway.callSite(site, 'PUT', '/k', {
      body: { values: ['a', 'b'] },
      headers: { Prefer: 'handling=strict' },
    });
    expect(appended.status).toBe(200);
  });
});

describe.each(SITES)('concurrent writers of different keys: $title', (site) => {
  it('all keep their writes', async () => {
    await gateway.sandboxOf(site.subject).settings({ latencyMs: [0, 5] });
    const writes = Array.from({ length: 10 }, (_, index) => ({
      key: `k${index}`,
      values: [`v${index}`],
    }));
    const answers = await Promise.all(writes.map((write) => set(site, [write])));
    expect(answers.map(({ status }) => status)).toEqual(writes.map(() => 200));
    expect(await gateway.storedEntries(site)).toEqual(expect.arrayContaining(writes));
  });
});

const asMap = async (site: Site) =>
  new Map((await gateway.storedEntries(site)).map(({ key, values }) => [key, values]));

/** The most writes of a set. The older endpoint has separate requests for new and for existing keys. */
function maxWrites(
  { subject }: Site,
  held: readonly StoredEntry[],
  wanted: readonly StoredEntry[],
): number {
  const known = new Set(held.map(({ key }) => key));
  const creates = wanted.some(({ key }) => !known.has(key));
  const changes = wanted.some(({ key }) => known.has(key));
  return subject.connection.endsWith('legacy') && creates && changes ? 4 : 3;
}
