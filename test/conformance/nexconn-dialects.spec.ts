/** Each profile of Nexconn, against a sandbox that is as strict as the pages that the profile follows. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, type Site } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

const NEXCONN = SITES.filter(({ subject }) => subject.vendor === 'nexconn');
const MESSAGES = NEXCONN.filter(({ resource }) => resource === 'message');
const unknowns = (site: Site, values: object) =>
  gateway.sandboxOf(site.subject).settings({ unknowns: values });

it('are listed in discovery, with what they cannot do', async () => {
  const { body } = await gateway.call('GET', '/v1/providers');
  const { providers } = body as { providers: { name: string; dialects: object[] }[] };
  const unsupported = expect.arrayContaining([expect.stringContaining('echoToActor')]) as string[];
  expect(providers.find(({ name }) => name === 'nexconn')?.dialects).toEqual(
    ['classic', 'current', 'rongcloud'].map((value) => ({
      setting: 'profile',
      value,
      description: expect.any(String),
      unsupported,
    })),
  );
});

describe.each(NEXCONN)('$title', (site) => {
  const vintage = site.subject.connection === 'nexconn-classic' ? 'classic' : 'current';

  it('says exactly the names of its pages', async () => {
    await unknowns(site, {
      strictMessageId: vintage,
      ignoreUnknownFields: false,
      strictContentType: true,
      timestampUnit: 'milliseconds',
      signatureCase: 'lower',
      maxNonceLength: 18,
    });
    const answers = [
      await gateway.callSite(site, 'PUT', '/k', {
        body: { value: 'v', options: site.target.options ?? {} },
      }),
      await gateway.callSite(site, 'PATCH', '', {
        body: { entries: ['a', 'b'].map((key) => ({ key, value: 'v' })) },
      }),
      await gateway.callSite(site, 'GET', '?keys=a,b'),
      await gateway.callSite(site, 'DELETE', '/k'),
      await gateway.callSite(site, 'DELETE', '?all=true'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 204, 204]);
  });

  it.each(['full', 'without-list', 'without-result', 'null'])(
    'takes a read that is %s for no entries',
    async (emptyRead) => {
      await gateway.callSite(site, 'DELETE', '?all=true');
      await unknowns(site, { emptyRead });
      const answer = await gateway.callSite(site, 'GET');
      expect([answer.status, answer.body]).toEqual([200, { entries: [] }]);
      expect((await gateway.callSite(site, 'DELETE', '?all=true')).status).toBe(204);
    },
  );

  it.each(['ignore', 'refuse', 'refuse-after-others'])(
    'deletes several keys although one of them is absent: %s',
    async (removeMissing) => {
      await unknowns(site, { removeMissing });
      const entries = ['a', 'b', 'c'].map((key) => ({ key, value: 'v' }));
      await gateway.callSite(site, 'DELETE', '?all=true');
      await gateway.callSite(site, 'PATCH', '', { body: { entries } });
      expect((await gateway.callSite(site, 'DELETE', '?keys=a,absent,b')).status).toBe(204);
      expect(await gateway.storedEntries(site)).toEqual([{ key: 'c', values: ['v'] }]);
      for (const under of ['?keys=a,absent', '/absent'])
        expect((await gateway.callSite(site, 'DELETE', under)).status).toBe(204);
    },
  );
});

const READ_AND_DELETE_AGAIN = {
  direct: 'direct-message;t=2, message-metadata.delete;t=2, message-metadata.list;t=1',
  group: 'group-message;t=2, message-metadata.delete;t=2, message-metadata.list;t=1',
  community: 'community-metadata.delete;t=2, community-metadata.list;t=1',
  open: 'open-channel.get;t=1, open-channel.remove;t=3',
};

it.each(NEXCONN)('$title: counts every call of a delete that is refused', async (site) => {
  await unknowns(site, { removeMissing: 'refuse' });
  await gateway.callSite(site, 'PUT', '/a', { body: { value: 'v' } });
  const { status, headers } = await gateway.callSite(site, 'DELETE', '?keys=a,absent');
  const quotas = headers.get('x-quota-cost')?.split(', ').sort().join(', ');
  const { channelType } = site.target;
  expect([status, quotas]).toEqual([204, READ_AND_DELETE_AGAIN[channelType]]);
});

it.each(MESSAGES)('$title: ends where the vendor ignores the page', async (site) => {
  const entries = Array.from({ length: 300 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  await gateway.callSite(site, 'DELETE', '?all=true');
  expect((await gateway.callSite(site, 'PATCH', '', { body: { entries } })).status).toBe(200);
  await unknowns(site, { ignorePage: true });
  const second = await gateway.callSite(site, 'GET', '?cursor=2');
  expect([second.status, second.body]).toEqual([
    200,
    expect.not.objectContaining({ nextCursor: expect.anything() }),
  ]);
  const written = await gateway.callSite(site, 'PUT', '/k', {
    body: { value: 'v' },
    headers: { 'If-Match': '"x"' },
  });
  expect(written.status).toBe(412);
});
