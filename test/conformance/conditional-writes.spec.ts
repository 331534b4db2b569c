/** Writes that only create, or only update, at every place whose metadata can be set. */
import {
  countersPath,
  startConformanceGateway,
  type ConformanceGateway,
} from './conformance-gateway';
import { SITES, SUBJECTS } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const CREATE_ONLY = { 'If-None-Match': '*' };
const UPDATE_ONLY = { 'If-Match': '*' };

describe.each(SITES)('$title', (site) => {
  const put = (key: string, value: string, headers: Record<string, string> = {}, more = {}) =>
    gateway.callSite(site, 'PUT', `/${key}`, { body: { value, ...more }, headers });
  const patch = (body: object) => gateway.callSite(site, 'PATCH', '', { body });
  const valueOf = async (key: string) =>
    (await gateway.storedEntries(site)).find((entry) => entry.key === key)?.values;
  const entry = (key: string, value: string) => ({ key, value, values: [value] });

  it('writes only existing keys with upsert: false', async () => {
    const missing = await put('k', 'a', {}, { upsert: false });
    expect(missing.body).toMatchObject({ status: 404, code: 'entry-not-found', applied: 'no' });
    expect(await valueOf('k')).toBeUndefined();
    await put('k', 'a');
    expect((await put('k', 'b', {}, { upsert: false })).body).toEqual(entry('k', 'b'));
    expect(await valueOf('k')).toEqual(['b']);
  });

  it('names the keys that a PATCH with upsert: false left out', async () => {
    await put('k', 'a');
    const entries = ['x', 'k', 'y'].map((key) => ({ key, value: 'b' }));
    const some = await patch({ entries, upsert: false });
    expect([some.status, some.body]).toEqual([
      200,
      { entries: [entry('k', 'b')], skipped: ['x', 'y'] },
    ]);
    const none = await patch({ entries: [{ key: 'x', value: 'b' }], upsert: false });
    expect([none.status, none.body]).toEqual([200, { entries: [], skipped: ['x'] }]);
    const all = await patch({ entries: [{ key: 'k', value: 'c' }], upsert: false });
    expect([all.status, all.body]).toEqual([200, { entries: [entry('k', 'c')] }]);
    expect(await Promise.all(['x', 'k', 'y'].map(valueOf))).toEqual([undefined, ['c'], undefined]);
  });

  it('creates a key once with If-None-Match: *, and updates only existing keys with If-Match: *', async () => {
    const title = 'A precondition of the write is not met';
    const refused = { status: 412, title, code: 'precondition-failed', applied: 'no' };
    expect((await put('k', 'a', UPDATE_ONLY)).body).toMatchObject(refused);
    expect((await gateway.callSite(site, 'DELETE', '/k', { headers: UPDATE_ONLY })).status).toBe(
      412,
    );
    expect((await put('k', 'a', CREATE_ONLY)).body).toEqual(entry('k', 'a'));
    expect((await put('k', 'b', CREATE_ONLY)).body).toMatchObject(refused);
    expect(await valueOf('k')).toEqual(['a']);
    expect((await put('k', 'c', UPDATE_ONLY)).body).toEqual(entry('k', 'c'));
    expect((await gateway.callSite(site, 'DELETE', '/k', { headers: UPDATE_ONLY })).status).toBe(
      204,
    );
  });

  it('lets one of several concurrent creations win', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((one) => put('k', one, CREATE_ONLY)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect(await valueOf('k')).toEqual([['a', 'b', 'c', 'd'][winner]]);
  });

  it.each<[string, Record<string, string>, object]>([
    ['upsert: false', {}, { upsert: false }],
    ['If-None-Match: *', CREATE_ONLY, {}],
    ['If-Match: *', UPDATE_ONLY, {}],
  ])('explains %s with its write', async (_, headers, more) => {
    const body = { value: 'a', ...more };
    const answer = await gateway.callSite(site, 'PUT', '/k?dryRun=true', { body, headers });
    const { steps } = answer.body as { steps: { method: string; url: string; body?: string }[] };
    expect(answer.status).toBe(200);
    expect(steps.at(-1)?.body ?? steps.at(-1)?.url).toContain('a');
    expect(await valueOf('k')).toBeUndefined();
  });

  it('reads first exactly for the conditions that discovery calls emulated', async () => {
    const { body: shown } = await gateway.call('GET', `/v1/connections/${site.subject.connection}`);
    const { capabilities } = shown as {
      capabilities: Record<string, Record<string, { set: Record<string, string> }>>;
    };
    const described = capabilities[site.resource]?.[site.target.channelType]?.set;
    const requests = async (headers: Record<string, string>, more: object) => {
      const body = { value: 'a', ...more };
      const answer = await gateway.callSite(site, 'PUT', '/k?dryRun=true', { body, headers });
      return (answer.body as { steps: object[] }).steps.length;
    };
    const plain = await requests({}, {});
    const howMany = (more: number) => (more === 0 ? 'native' : more === 1 ? 'emulated' : more);
    expect(described).toMatchObject({
      upsert: howMany((await requests({}, { upsert: false })) - plain),
      preconditions: howMany((await requests(UPDATE_ONLY, {})) - plain),
    });
  });
});

const counted = SUBJECTS.flatMap((subject) =>
  subject.facts.provider.sandboxExamples.targets
    .filter(
      ({ channelType }) =>
        subject.facts.provider.capabilities['counters.change']?.[channelType] !== undefined,
    )
    .map((place) => ({ title: `${subject.connection}, ${place.channelType}`, subject, place })),
);

describe.each(counted)('counters: $title', ({ subject, place }) => {
  const change = (counters: object[], more = {}) =>
    gateway.call('PATCH', countersPath(subject, place), { body: { counters, ...more } });
  const held = async () => subject.facts.counters(await gateway.sandboxOf(subject).state(), place);

  it('change only if they exist, with upsert: false', async () => {
    await change([{ key: 'a', op: 'set', amount: 1 }]);
    const before = await held();
    const counters = [
      { key: 'x', op: 'set', amount: 5 },
      { key: 'a', op: 'increase', amount: 2 },
      { key: 'y', op: 'increase', amount: 5 },
    ];
    const answer = await change(counters, { upsert: false });
    expect([answer.status, answer.body]).toEqual([
      200,
      { counters: [{ key: 'a', value: 3 }], skipped: ['x', 'y'] },
    ]);
    expect(await held()).toHaveLength(before.length);
  });
});
