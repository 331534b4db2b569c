/** Values of multi-valued entries, and counters, at every place that has them. */
import { countersPath, startStage, type Stage } from './stage';
import { SITES, SUBJECTS } from './subjects';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage.close());

const multiValued = SITES.filter(
  ({ subject, place, resource }) =>
    resource === 'message' &&
    subject.facts.provider.capabilities['message.add-values']?.[place.channelType] !== undefined,
);

describe.each(multiValued)('values: $title', (site) => {
  const put = (...values: string[]) => stage.at(site, 'PUT', '/k', { body: { values } });
  const add = (...values: string[]) => stage.at(site, 'POST', '/k/values', { body: { values } });
  const take = (values: string) => stage.at(site, 'DELETE', `/k/values?values=${values}`);
  const entry = (...values: string[]) => ({ key: 'k', value: values[0], values });

  it('are added at the end, once each', async () => {
    await put('b', 'a');
    const answer = await add('c', 'a');
    expect([answer.status, answer.body]).toEqual([200, entry('b', 'a', 'c')]);
    expect(await stage.held(site)).toContainEqual({ key: 'k', values: ['b', 'a', 'c'] });
  });

  it('are added to a key that is not there yet', async () => {
    const answer = await add('x', 'y');
    expect([answer.status, answer.body]).toEqual([200, entry('x', 'y')]);
    expect(await stage.held(site)).toContainEqual({ key: 'k', values: ['x', 'y'] });
  });

  it('takes one write for a new key in every dialect, and nothing is done where that is refused', async () => {
    const sandbox = stage.sandboxOf(site.subject);
    const before = await stage.held(site);
    const isRead = ({ request }: { request: { method: string } }) => request.method === 'GET';
    await sandbox.faults(
      ...['PUT *', 'POST *'].map((route) => ({ route, kind: 'status', status: 400 })),
    );
    const { body } = await add('x');
    expect(body).toMatchObject({ code: 'upstream-refused', applied: 'no' });
    expect(sandbox.exchanges.filter((one) => !isRead(one))).toHaveLength(1);
    expect(await stage.held(site)).toEqual(before);
  });

  it('are taken away, absent ones without an error', async () => {
    await put('a', 'b', 'c,d');
    const answer = await take('a&values=c%2Cd&values=absent');
    expect([answer.status, answer.body]).toEqual([200, entry('b')]);
    expect((await take('b')).body).toEqual({ key: 'k', values: [] });
    expect((await take('b')).status).toBe(200);
  });

  it('are taken from a key that is not there, which stays away', async () => {
    const before = await stage.held(site);
    const answer = await take('a');
    expect([answer.status, answer.body]).toEqual([200, { key: 'k', values: [] }]);
    expect(await stage.held(site)).toEqual(before);
  });

  it('are refused when they repeat or are too long, and nothing is spent', async () => {
    for (const values of [['a', 'a'], ['x'.repeat(129)]]) {
      const answer = await add(...values);
      expect([answer.status, answer.body]).toEqual([
        422,
        expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
      ]);
      expect(answer.headers.get('x-quota-cost')).toBe('0');
    }
    expect(await stage.sandboxOf(site.subject).arrivals()).toEqual([]);
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
    stage.call(method, countersPath(subject, place, under), { body });
  const change = (...counters: object[]) => call('PATCH', '', { counters });
  const held = async () => subject.facts.counters(await stage.sandboxOf(subject).state(), place);
  const set = (key: string, amount: number) => ({ key, op: 'set', amount });

  it('are set, increased and decreased, and answered as they are then', async () => {
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

  it('are read, all, some and one', async () => {
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

  it('are deleted by key, absent ones without an error', async () => {
    await change(set('a', 1), set('b', 2), set('c', 3));
    expect((await call('DELETE', '?keys=a,absent')).status).toBe(204);
    expect((await call('DELETE', '/b')).status).toBe(204);
    expect(await held()).toEqual([{ key: 'c', value: 3 }]);
  });

  it('take as many vendor writes as there are kinds of change, which handling=strict refuses', async () => {
    const counters = [set('a', 1), { key: 'b', op: 'increase', amount: 1 }];
    const answer = await stage.call('PATCH', countersPath(subject, place), {
      body: { counters },
      headers: { Prefer: 'handling=strict' },
    });
    expect([answer.status, answer.body]).toEqual([
      422,
      expect.objectContaining({ code: 'provider-limit', applied: 'no' }),
    ]);
    expect(await stage.sandboxOf(subject).arrivals()).toEqual([]);
  });
});
