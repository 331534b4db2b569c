/** After a write each named key has exactly the given values, and nobody saw anything else in between. */
import fc from 'fast-check';
import { startStage, type Stage } from './stage';
import { SITES, type Held, type Site } from './subjects';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

const set = (site: Site, entries: readonly Held[]) =>
  stage.at(site, 'PATCH', '', { body: { entries }, headers: { Prefer: 'wait=10' } });
const isRead = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' || /\/(list|get|query\.json)$/.test(path);
const written = ({ subject }: Site) =>
  stage.sandboxOf(subject).exchanges.filter(({ request }) => !isRead(request)).length;

const multiValued = SITES.filter(
  ({ subject, resource }) => subject.facts.resources[resource].multiValued,
);

describe.each(multiValued)('$title', (site) => {
  const values = fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1 });
  const entries = fc.uniqueArray(fc.record({ key: fc.constantFrom('k', 'l', 'm'), values }), {
    selector: ({ key }) => key,
    minLength: 1,
  });

  it('ends with the given values in their order, other keys untouched, in at most three writes', async () => {
    await fc.assert(
      fc.asyncProperty(entries, entries, async (before, wanted) => {
        await stage.fresh();
        await set(site, before);
        const held = await stage.held(site);
        const earlier = written(site);
        const answer = await set(site, wanted);
        expect([answer.status, await asMap(site)]).toEqual([
          200,
          new Map([...held, ...wanted].map((entry) => [entry.key, entry.values])),
        ]);
        expect(written(site) - earlier).toBeLessThanOrEqual(mostWrites(site, held, wanted));
      }),
      { numRuns: 40 },
    );
  });

  it('writes nothing where the values are equal', async () => {
    const same = [{ key: 'k', values: ['b', 'a'] }];
    await set(site, same);
    const earlier = written(site);
    const answer = await set(site, same);
    expect([answer.status, written(site) - earlier]).toEqual([200, 0]);
    expect(answer.headers.get('x-quota-cost')).toBe('message.get;t=1');
  });

  it('lets no reader see the key absent or empty, nor any other key changed', async () => {
    await set(site, [{ key: 'k', values: ['a', 'b'] }]);
    const others = (await stage.held(site)).filter(({ key }) => key !== 'k');
    await stage.sandboxOf(site.subject).settings({ latencyMs: [3, 8] });
    const seen: Held[][] = [];
    const done = new AbortController();
    const watching = (async () => {
      while (!done.signal.aborted) seen.push(await stage.held(site));
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

  it('serializes writers on one message: what is left is one of the writes, whole', async () => {
    await stage.sandboxOf(site.subject).settings({ latencyMs: [0, 6] });
    const wishes = Array.from({ length: 12 }, (_, index) => [
      { key: 'k', values: [`${index}`, 'shared', `${index + 100}`] },
      { key: 'l', values: ['shared', `${index}`] },
    ]);
    const answers = await Promise.all(wishes.map((wish) => set(site, wish)));
    expect(answers.map(({ status }) => status)).toEqual(wishes.map(() => 200));
    const end = await asMap(site);
    const winner = wishes.find(([k]) => k?.values.join() === end.get('k')?.join());
    expect(winner?.[1]?.values).toEqual(end.get('l'));
  });

  it('is refused by handling=strict where it takes two writes, and nothing is written', async () => {
    await set(site, [{ key: 'k', values: ['a'] }]);
    const earlier = written(site);
    const refused = await stage.at(site, 'PUT', '/k', {
      body: { value: 'b' },
      headers: { Prefer: 'handling=strict' },
    });
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(written(site)).toBe(earlier);
    expect((await asMap(site)).get('k')).toEqual(['a']);
    const appended = await stage.at(site, 'PUT', '/k', {
      body: { values: ['a', 'b'] },
      headers: { Prefer: 'handling=strict' },
    });
    expect(appended.status).toBe(200);
  });
});

describe.each(SITES)('concurrent writers on other keys: $title', (site) => {
  it('all find their own key as they set it', async () => {
    await stage.sandboxOf(site.subject).settings({ latencyMs: [0, 5] });
    const wishes = Array.from({ length: 10 }, (_, index) => ({
      key: `k${index}`,
      values: [`v${index}`],
    }));
    const answers = await Promise.all(wishes.map((wish) => set(site, [wish])));
    expect(answers.map(({ status }) => status)).toEqual(wishes.map(() => 200));
    expect(await stage.held(site)).toEqual(expect.arrayContaining(wishes));
  });
});

const asMap = async (site: Site) =>
  new Map((await stage.held(site)).map(({ key, values }) => [key, values]));

/** The older endpoint has one request for new keys and another one for those that are there. */
function mostWrites({ subject }: Site, held: readonly Held[], wanted: readonly Held[]): number {
  const known = new Set(held.map(({ key }) => key));
  const creates = wanted.some(({ key }) => !known.has(key));
  const changes = wanted.some(({ key }) => known.has(key));
  return subject.connection.endsWith('legacy') && creates && changes ? 4 : 3;
}
