/** More keys than a vendor takes at once: how many calls, what strict says, what a failure leaves. */
import { startStage, type Stage } from './stage';
import { SITES, type Site } from './subjects';

interface Wish {
  readonly key: string;
  readonly values: readonly string[];
}

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
const entriesOf = (names: readonly string[]) => names.map((key) => ({ key, value: 'v' }));
const query = (names: readonly string[]) => `?keys=${names.join(',')}`;
const strict = { Prefer: 'handling=strict' };

const writes = ({ subject }: Site) =>
  stage.sandboxOf(subject).exchanges.filter(({ request }) => !isRead(request)).length;
const isRead = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' || /\/(list|get|query\.json)$/.test(path);

const HELD: readonly Wish[] = [
  { key: 'reordered', values: ['a', 'b'] },
  { key: 'emptied', values: ['a', 'b'] },
  { key: 'same', values: ['a'] },
];
const WANTED: readonly Wish[] = [
  { key: 'reordered', values: ['x', 'a'] },
  { key: 'emptied', values: ['b'] },
  { key: 'same', values: ['a'] },
  { key: 'new', values: ['n', 'm'] },
];

const limited = SITES.filter(({ subject, resource }) => subject.facts.resources[resource].perSet);

describe.each(limited)('set: $title', (site) => {
  const { perSet = 0 } = site.subject.facts.resources[site.resource];
  const many = keys(2 * perSet + 1);
  const set = (names: readonly string[], headers = {}) =>
    stage.at(site, 'PATCH', '', { body: { entries: entriesOf(names) }, headers });

  it('takes as few calls as the keys need', async () => {
    for (const [count, calls] of [
      [perSet, 1],
      [perSet + 1, 2],
      [many.length, 3],
    ] as const) {
      await stage.fresh();
      await stage.at(site, 'DELETE', '?all=true');
      const before = writes(site);
      expect((await set(many.slice(0, count))).status).toBe(200);
      expect(writes(site) - before).toBe(calls);
      expect(await stage.held(site)).toHaveLength(count);
    }
  });

  it('is refused by handling=strict from the second call on, before the first', async () => {
    const refused = await set(many, strict);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(await stage.sandboxOf(site.subject).arrivals()).toEqual([]);
    expect((await set(many.slice(0, perSet), strict)).status).toBe(200);
  });
});

const batched = SITES.filter(
  ({ subject, resource }) => subject.facts.resources[resource].perDelete,
);

describe.each(batched)('delete: $title', (site) => {
  const { perDelete = 0, perSet = 100 } = site.subject.facts.resources[site.resource];
  const many = keys(2 * perDelete + 1);
  beforeEach(async () => {
    for (let from = 0; from < many.length; from += perSet)
      await stage.at(site, 'PATCH', '', {
        body: { entries: entriesOf(many.slice(from, from + perSet)) },
      });
  });

  it('takes as few calls as the keys need', async () => {
    const before = writes(site);
    expect((await stage.at(site, 'DELETE', query(many))).status).toBe(204);
    expect(writes(site) - before).toBe(3);
    expect(await stage.held(site)).not.toContainEqual(expect.objectContaining({ key: 'k0' }));
  });

  it('is refused by handling=strict from the second call on, before the first', async () => {
    const before = writes(site);
    const refused = await stage.at(site, 'DELETE', query(many), { headers: strict });
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(writes(site)).toBe(before);
  });

  it.each([0, 1, 2])('names exactly the keys of the %i calls that were done', async (good) => {
    stage.sandboxOf(site.subject).scheduleFaults(good, { route: '*', kind: 'status', status: 400 });
    const { status, body } = await stage.at(site, 'DELETE', query(many));
    const done = many.slice(0, good * perDelete);
    expect([status, body]).toEqual([
      502,
      expect.objectContaining({
        code: 'upstream-refused',
        applied: good === 0 ? 'no' : { keys: done },
      }),
    ]);
    const left = (await stage.held(site)).map(({ key }) => key);
    expect(many.filter((key) => !left.includes(key))).toEqual(done);
  });
});

/** For each site, what is there before, and a set that takes several vendor writes. */
const sets = SITES.flatMap((site) => {
  const { perSet, multiValued } = site.subject.facts.resources[site.resource];
  if (perSet !== undefined) return [{ ...site, held: [], wanted: single(keys(2 * perSet + 1)) }];
  return multiValued ? [{ ...site, held: HELD, wanted: WANTED }] : [];
});

function single(names: readonly string[]): Wish[] {
  return names.map((key) => ({ key, values: ['v'] }));
}

describe.each(sets)('set that fails on the way: $title', ({ held, wanted, ...site }) => {
  const set = (entries: readonly Wish[]) => stage.at(site, 'PATCH', '', { body: { entries } });
  const asWanted = async () => {
    const now = new Map((await stage.held(site)).map(({ key, values }) => [key, values.join()]));
    return wanted.filter(({ key, values }) => now.get(key) === values.join()).map(({ key }) => key);
  };
  let calls: number;
  beforeEach(async () => {
    if (held.length > 0) await set(held);
    const before = stage.sandboxOf(site.subject).exchanges.length;
    expect((await set(wanted)).status).toBe(200);
    calls = stage.sandboxOf(site.subject).exchanges.length - before;
    expect(calls).toBeGreaterThan(1);
  });
  const again = async () => {
    await stage.fresh();
    if (held.length > 0) await set(held);
  };

  it('names exactly the keys that are as wanted, wherever it fails', async () => {
    for (let good = 0; good < calls; good += 1) {
      await again();
      const before = await asWanted();
      const written = writes(site);
      const sandbox = stage.sandboxOf(site.subject);
      sandbox.scheduleFaults(good, { route: '*', kind: 'status', status: 400 });
      const { body } = await set(wanted);
      const done = (await asWanted()).filter((key) => !before.includes(key));
      const acknowledged = writes(site) - written - 1;
      const { applied } = body as { applied: unknown };
      if (acknowledged <= 0) expect([applied, done]).toEqual(['no', []]);
      else expect((applied as { keys: string[] }).keys.toSorted()).toEqual(done.toSorted());
    }
  });
});
