/** Operations with more keys than one vendor call takes: number of calls, handling=strict, failures. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

interface EntryValues {
  readonly key: string;
  readonly values: readonly string[];
}

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`);
const entriesOf = (names: readonly string[]) => names.map((key) => ({ key, value: 'v' }));
const query = (names: readonly string[]) => `?keys=${names.join(',')}`;
const strict = { Prefer: 'handling=strict' };

const writes = ({ subject }: Site) =>
  gateway.sandboxOf(subject).exchanges.filter(({ request }) => !isRead(request)).length;
const isRead = ({ method, path }: { method: string; path: string }) =>
  method === 'GET' || /\/(list|get|query\.json)$/.test(path);

const HELD: readonly EntryValues[] = [
  { key: 'reordered', values: ['a', 'b'] },
  { key: 'emptied', values: ['a', 'b'] },
  { key: 'same', values: ['a'] },
];
const WANTED: readonly EntryValues[] = [
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
    gateway.callSite(site, 'PATCH', '', { body: { entries: entriesOf(names) }, headers });

  it('makes as few calls as possible', async () => {
    for (const [count, calls] of [
      [perSet, 1],
      [perSet + 1, 2],
      [many.length, 3],
    ] as const) {
      await gateway.reset();
      await gateway.callSite(site, 'DELETE', '?all=true');
      const before = writes(site);
      expect((await set(many.slice(0, count))).status).toBe(200);
      expect(writes(site) - before).toBe(calls);
      expect(await gateway.storedEntries(site)).toHaveLength(count);
    }
  });

  it('is refused by handling=strict before the first call if it needs a second one', async () => {
    const refused = await set(many, strict);
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
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
      await gateway.callSite(site, 'PATCH', '', {
        body: { entries: entriesOf(many.slice(from, from + perSet)) },
      });
  });

  it('makes as few calls as possible', async () => {
    const before = writes(site);
    expect((await gateway.callSite(site, 'DELETE', query(many))).status).toBe(204);
    expect(writes(site) - before).toBe(3);
    const left = (await gateway.storedEntries(site)).map(({ key }) => key);
    expect(many.filter((key) => left.includes(key))).toEqual([]);
  });

  it('is refused by handling=strict before the first call if it needs a second one', async () => {
    const before = writes(site);
    const refused = await gateway.callSite(site, 'DELETE', query(many), { headers: strict });
    expect([refused.status, refused.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(writes(site)).toBe(before);
  });

  it.each([0, 1, 2])('names exactly the keys of the %i successful calls', async (good) => {
    gateway
      .sandboxOf(site.subject)
      .scheduleFaults(good, { route: '*', kind: 'status', status: 400 });
    const { status, body } = await gateway.callSite(site, 'DELETE', query(many));
    const done = many.slice(0, good * perDelete);
    expect([status, body]).toEqual([
      502,
      expect.objectContaining({
        code: 'upstream-refused',
        applied: good === 0 ? 'no' : { keys: done },
      }),
    ]);
    const left = (await gateway.storedEntries(site)).map(({ key }) => key);
    expect(many.filter((key) => !left.includes(key))).toEqual(done);
  });
});

/** For each site, the stored entries and a set that takes several vendor writes. */
const sets = SITES.flatMap((site) => {
  const { perSet, writesInParts } = site.subject.facts.resources[site.resource];
  if (perSet !== undefined) return [{ ...site, held: [], wanted: single(keys(2 * perSet + 1)) }];
  return writesInParts ? [{ ...site, held: HELD, wanted: WANTED }] : [];
});

function single(names: readonly string[]): EntryValues[] {
  return names.map((key) => ({ key, values: ['v'] }));
}

describe.each(sets)('set that fails after some writes: $title', ({ held, wanted, ...site }) => {
  const set = (entries: readonly EntryValues[]) =>
    gateway.callSite(site, 'PATCH', '', { body: { entries } });
  const asWanted = async () => {
    const now = new Map(
      (await gateway.storedEntries(site)).map(({ key, values }) => [key, values.join()]),
    );
    return wanted.filter(({ key, values }) => now.get(key) === values.join()).map(({ key }) => key);
  };
  let calls: number;
  beforeEach(async () => {
    if (held.length > 0) await set(held);
    const before = gateway.sandboxOf(site.subject).exchanges.length;
    expect((await set(wanted)).status).toBe(200);
    calls = gateway.sandboxOf(site.subject).exchanges.length - before;
    expect(calls).toBeGreaterThan(1);
  });
  const again = async () => {
    await gateway.reset();
    if (held.length > 0) await set(held);
  };

  it('names exactly the keys that were applied, whichever write fails', async () => {
    for (let good = 0; good < calls; good += 1) {
      await again();
      const before = await asWanted();
      const written = writes(site);
      const sandbox = gateway.sandboxOf(site.subject);
      sandbox.scheduleFaults(good, { route: '*', kind: 'status', status: 400 });
      const { status, body } = await set(wanted);
      expect(status).toBe(502);
      const done = (await asWanted()).filter((key) => !before.includes(key));
      const acknowledged = writes(site) - written - 1;
      const { applied } = body as { applied: unknown };
      if (acknowledged <= 0) expect([applied, done]).toEqual(['no', []]);
      else expect((applied as { keys: string[] }).keys.toSorted()).toEqual(done.toSorted());
    }
  });

  it('names the keys between their old and new values, and those values', async () => {
    for (let good = 0; good < calls; good += 1) {
      await again();
      const sandbox = gateway.sandboxOf(site.subject);
      sandbox.scheduleFaults(good, { route: '*', kind: 'code-in-200', status: 400, times: 1 });
      const { body } = await set(wanted);
      const { applied, found = [] } = body as {
        readonly applied: unknown;
        readonly found?: readonly EntryValues[];
      };
      const { changed = [] } = typeof applied === 'object' ? (applied as { changed?: [] }) : {};
      const stored = await gateway.storedEntries(site);
      const between = wanted.flatMap(({ key, values }) => {
        const now = stored.find((entry) => entry.key === key)?.values;
        const before = held.find((entry) => entry.key === key)?.values;
        const isBetween = String(now) !== String(values) && String(now) !== String(before);
        return isBetween && now !== undefined ? [{ key, value: now[0], values: now }] : [];
      });
      expect([...changed].sort()).toEqual(between.map(({ key }) => key).sort());
      expect(found).toEqual(expect.arrayContaining(between));
      expect(found).toHaveLength(between.length);
    }
  });
});
