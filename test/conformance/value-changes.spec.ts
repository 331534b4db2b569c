/** `PATCH …/metadata/values`: values of several keys, at every place with multi-valued entries. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const sites = SITES.filter(
  ({ subject, target, resource }) =>
    resource === 'message' &&
    subject.facts.provider.capabilities['message.change-values']?.[target.channelType] !==
      undefined,
);

describe.each(sites)('$title', (site) => {
  const entry = (key: string, ...values: string[]) => ({ key, values });
  const reply = (key: string, ...values: string[]) => ({ key, value: values[0], values });
  const change = (body: object, headers = {}) =>
    gateway.callSite(site, 'PATCH', '/values', { body, headers });
  const writes = () =>
    gateway.sandboxOf(site.subject).exchanges.filter(({ request }) => request.method !== 'GET');

  beforeEach(async () => {
    const entries = [entry('a', '1'), entry('b', '1', '2'), entry('c', '1', '2')];
    await gateway.callSite(site, 'PATCH', '', { body: { entries } });
  });

  const { writesInParts = false } = site.subject.facts.resources.message;

  it('adds and removes values of several keys, with as few writes as possible', async () => {
    const before = writes().length;
    const answer = await change({
      add: [entry('a', '1', '2'), entry('b', '3')],
      remove: [entry('c', '1', 'absent'), entry('none', '1')],
    });
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        entries: [reply('a', '1', '2'), reply('b', '1', '2', '3'), reply('c', '2'), reply('none')],
      },
    ]);
    expect(await gateway.storedEntries(site)).toEqual(
      expect.arrayContaining([entry('a', '1', '2'), entry('b', '1', '2', '3'), entry('c', '2')]),
    );
    expect(writes().length - before).toBe(writesInParts ? 2 : 1);
  });

  it('creates keys that get values', async () => {
    const answer = await change({ add: [entry('new', 'x'), entry('a', '2')] });
    expect(answer.body).toEqual({ entries: [reply('new', 'x'), reply('a', '1', '2')] });
  });

  it('is refused by handling=strict exactly if it takes two writes', async () => {
    const body = { add: [entry('a', '2')], remove: [entry('b', '1')] };
    const strict = { Prefer: 'handling=strict' };
    const answer = await change(body, strict);
    if (writesInParts) expect(answer.body).toMatchObject({ code: 'provider-limit' });
    else expect(answer.status).toBe(200);
    expect((await change({ remove: body.remove }, strict)).status).toBe(200);
  });

  it('serializes concurrent changes of one key', async () => {
    const values = ['p', 'q', 'r', 's'];
    await Promise.all(values.map((value) => change({ add: [entry('a', value)] })));
    const held = (await gateway.storedEntries(site)).find(({ key }) => key === 'a')?.values;
    expect([...(held ?? [])].sort()).toEqual(['1', ...values]);
  });

  it.each<[string, object, string]>([
    ['a key in both lists', { add: [entry('a', 'x')], remove: [entry('a', '1')] }, '/remove/0/key'],
    ['a key twice', { add: [entry('a', 'x'), entry('a', 'y')] }, '/add/1/key'],
    ['no change', {}, ''],
    ['no values', { add: [{ key: 'a', values: [] }] }, '/add/0/values'],
    ['an unknown field', { add: [entry('a', 'x')], set: [] }, '/set'],
  ])('refuses %s', async (_, body, pointer) => {
    const before = writes().length;
    const answer = await change(body);
    expect([answer.status, answer.body]).toMatchObject([
      400,
      { code: 'invalid-request', errors: [{ pointer }] },
    ]);
    expect(writes()).toHaveLength(before);
  });

  const refusals: [object, string][] = [
    [{ remove: [entry('k'.repeat(81), '1')] }, '/remove/0/key'],
    [{ add: [entry('a', '1'), entry('b', 'x'.repeat(129))] }, '/add/1/values/0'],
    [{ add: [entry('a', 'x', 'x')] }, '/add/0/values/1'],
  ];
  it.each(writesInParts ? refusals : [[{ add: [entry('x.y', '1')] }, '/add/0/key']])(
    'points at what breaks a rule of the vendor in %j',
    async (body, pointer) => {
      expect((await change(body)).body).toMatchObject({
        code: 'provider-limit',
        errors: [{ pointer }],
      });
    },
  );
});
