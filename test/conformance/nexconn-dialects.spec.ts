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
});
