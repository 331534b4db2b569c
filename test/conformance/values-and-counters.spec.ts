/** Values of multi-valued entries, and counters, for every target that has them. */
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

const multiValued = SITES.filter(
  ({ subject, target, resource }) =>
    resource === 'message' &&
    subject.facts.provider.capabilities['message.add-values']?.[target.channelType] !== undefined,
);

describe.each(multiValued)('values: $title', (site) => {
  const put = (...values: string[]) => gateway.callSite(site, 'PUT', '/k', { body: { values } });
  const add = (...values: string[]) =>
    gateway.callSite(site, 'POST', '/k/values', { body: { values } });
  const take = (values: string) => gateway.callSite(site, 'DELETE', `/k/values?values=${values}`);
  const entry = (...values: string[]) => ({ key: 'k', value: values[0], values });

  it('are added at the end, each once', async () => {
    await put('b', 'a');
    const answer = await add('c', 'a');
    expect([answer.status, answer.body]).toEqual([200, entry('b', 'a', 'c')]);
    expect(await gateway.storedEntries(site)).toContainEqual({ key: 'k', values: ['b', 'a', 'c'] });
  });

  it('are added to a missing key, which creates it', async () => {
    const answer = await add('x', 'y');
    expect([answer.status, answer.body]).toEqual([200, entry('x', 'y')]);
    expect(await gateway.storedEntries(site)).toContainEqual({ key: 'k', values: ['x', 'y'] });
  });

  it('are added to a new key with one write, which changes nothing if it is refused', async () => {
    const sandbox = gateway.sandboxOf(site.subject);
    const before = await gateway.storedEntries(site);
    const isRead = ({ request }: { request: { method: string } }) => request.method === 'GET';
    await sandbox.faults(
      ...['PUT *', 'POST *'].map((route) => ({ route, kind: 'status', status: 400 })),
    );
    const { body } = await add('x');
    expect(body).toMatchObject({ code: 'upstream-refused', applied: 'no' });
    expect(sandbox.exchanges.filter((one) => !isRead(one))).toHaveLength(1);
    expect(await gateway.storedEntries(site)).toEqual(before);
  });

  it('are removed; missing ones are no error', async () => {
    await put('a', 'b', 'c,d');
    const answer = await take('a&values=c%2Cd&values=absent');
    expect([answer.status, answer.body]).toEqual([200, entry('b')]);
    expect((await take('b')).body).toEqual({ key: 'k', values: [] });
    expect((await take('b')).status).toBe(200);
  });

  it('are removed from a missing key without creating it', async () => {
    const before = await gateway.storedEntries(site);
    const answer = await take('a');
    expect([answer.status, answer.body]).toEqual([200, { key: 'k', values: [] }]);
    expect(await gateway.storedEntries(site)).toEqual(before);
  });

  const { writesInParts = false } = site.subject.facts.resources[site.resource];
  if (writesInParts)
    it('are refused if they repeat or are too long, without using quota', async () => {
      for (const values of [['a', 'a'], ['x'.repeat(129)]]) {
        const answer = await add(...values);
        expect([answer.status, answer.body]).toEqual([
          422,
          expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
        ]);
        expect(answer.headers.get('x-quota-cost')).toBe('0');
      }
      expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
    });
});

const counted = SUBJECTS.flatMap((subject) =>
  subject.facts.provider.sandboxExamples.targets
    .filter(
      ({ channelType }) =>
        subject.facts.provider.capabilities['counters.change']?.[channelType] !== undefined,
    )
    .map((place) => ({
      title: `${subject.connection}, ${place.channelType} channel`,
      subject,
      place,
    })),
);

describe.each(counted)('counters: $title', ({ subject, place }) => {
  const call = (method: string, under = '', body?: object) =>
    gateway.call(method, countersPath(subject, place, under), { body });
  const change = (...counters: object[]) => call('PATCH', '', { counters });
  const held = async () => subject.facts.counters(await gateway.sandboxOf(subject).state(), place);
  const set = (key: string, amount: number) => ({ key, op: 'set', amount });

  it('are set, increased and decreased, and returned with their new values', async () => {
    await change(set('up', 10), set('down', 10));
    const answer = await change(
      { key: 'up', op: 'increase', amount: 5 },
      set('new', -3),
      { key: 'down', op: 'decrease', amount: 4 },
      { key: 'fresh', op: 'increase', amount: 2 },
    );
    const after = [
      { key: 'up', value: 15 },
      { key: 'new', value: -3 },
      { key: 'down', value: 6 },
      { key: 'fresh', value: 2 },
    ];
    expect([answer.status, answer.body]).toEqual([200, { counters: after }]);
    expect(await held()).toEqual(expect.arrayContaining(after));
  });

  it('are read: all, some or one', async () => {
    await change(set('a', 1), set('b', 2), set('c', 0));
    expect((await call('GET')).body).toEqual({
      counters: [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
        { key: 'c', value: 0 },
      ],
    });
    expect((await call('GET', '?keys=c,absent')).body).toEqual({
      counters: [{ key: 'c', value: 0 }],
    });
    expect((await call('GET', '/b')).body).toEqual({ key: 'b', value: 2 });
    const absent = await call('GET', '/absent');
    expect([absent.status, absent.body]).toEqual([
      404,
      expect.objectContaining({ code: 'entry-not-found' }),
    ]);
  });

  it('are deleted by key; missing ones are no error', async () => {
    await change(set('a', 1), set('b', 2), set('c', 3));
    expect((await call('DELETE', '?keys=a,absent')).status).toBe(204);
    expect((await call('DELETE', '/b')).status).toBe(204);
    expect(await held()).toEqual([{ key: 'c', value: 3 }]);
  });

  it('need a vendor write for each kind of change, so handling=strict refuses several kinds', async () => {
    const counters = [set('a', 1), { key: 'b', op: 'increase', amount: 1 }];
    const answer = await gateway.call('PATCH', countersPath(subject, place), {
      body: { counters },
      headers: { Prefer: 'handling=strict' },
    });
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(await gateway.sandboxOf(subject).arrivals()).toEqual([]);
  });
});
