/** `dryRun=true` returns the requests that would be sent, sends none and uses no quota. */
import type { Vendor } from '../support/vendor/sandbox';
import { headerOf } from '../support/vendor/wire';
import {
  countersPath,
  pathOf,
  startConformanceGateway,
  type ConformanceGateway,
} from './conformance-gateway';
import { mostKeys, SITES, SUBJECTS, type Site, type Subject } from './subjects';

let gateway: ConformanceGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
beforeEach(() => gateway.reset());
afterAll(() => gateway.close());

interface Step {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly draws: readonly { readonly quota: string; readonly tokens: number }[];
  readonly dependsOnReply?: true;
}
interface Explanation {
  readonly steps: readonly Step[];
  readonly waitForecastMs: number;
  readonly warnings: readonly string[];
}
interface Row {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly body?: object | undefined;
}

const MANY = {
  entries: Array.from({ length: 45 }, (_, index) => ({ key: `k${index}`, value: 'ü "%&=+' })),
};

const manyFor = (site: Site) => ({ entries: MANY.entries.slice(0, mostKeys(site)) });

const CHANGES = {
  counters: [
    { key: 'a', op: 'set', amount: 1 },
    { key: 'b', op: 'increase', amount: 2 },
  ],
};

/** The calls whose steps do not depend on the stored entries, or for which the dry run presumes the right ones. */
function rowsOf(subject: Subject): Row[] {
  const sites = SITES.filter((site) => site.subject === subject);
  const metadata = sites.flatMap((site): Row[] => {
    const row = (method: string, under: string, body?: object): Row => ({
      what: `${site.target.channelType} ${site.resource} ${method} ${under}`,
      method,
      path: pathOf(site, under),
      body,
    });
    const { capabilities } = site.subject.facts.provider;
    const hasValues =
      site.resource === 'message' &&
      capabilities['message.add-values']?.[site.target.channelType] !== undefined;
    const values = hasValues
      ? [row('POST', '/k/values', { values: ['v'] }), row('DELETE', '/k/values?values=v')]
      : [];
    return [
      row('GET', ''),
      row('GET', '?keys=k0,k1'),
      row('PUT', '/k0', { value: 'v', options: site.target.options ?? {} }),
      row('PATCH', '', manyFor(site)),
      row('DELETE', '/k0'),
      row('DELETE', '?keys=k1,k2,k3'),
      ...values,
    ];
  });
  const places = subject.facts.provider.sandboxExamples.targets.filter(
    ({ channelType }) =>
      subject.facts.provider.capabilities['counters.change']?.[channelType] !== undefined,
  );
  const counters = places.flatMap((place): Row[] => {
    const row = (method: string, under = '', body?: object): Row => ({
      what: `${place.channelType} counters ${method} ${under}`,
      method,
      path: countersPath(subject, place, under),
      body,
    });
    return [row('GET'), row('PATCH', '', CHANGES), row('DELETE', '/a')];
  });
  return [...metadata, ...counters];
}

const dry = (path: string) => `${path}${path.includes('?') ? '&' : '?'}dryRun=true`;
/** A URL without secrets, and without the number that each attempt has anew. */
const shown = (url: string) =>
  url
    .replace('api_key=key-sandbox', 'api_key=***')
    .replace(/usersig=[^&]+/, 'usersig=***')
    .replace(/random=\d+/, 'random=0');
const VOLATILE = ['x-client-request-id', 'nonce', 'timestamp', 'x-request-id'];

describe.each(SUBJECTS)('$connection', (subject) => {
  const { provider } = subject.facts;
  const { uncountedQuotas } = subject.facts;

  it.each(rowsOf(subject))(
    '$what: returns exactly the requests that are sent',
    async ({ method, path, body }) => {
      const sandbox = gateway.sandboxOf(subject);
      const explained = await gateway.call(method, dry(path), { body });
      expect([explained.status, explained.headers.get('x-quota-cost')]).toEqual([200, '0']);
      expect(sandbox.exchanges).toEqual([]);
      expect(await sandbox.arrivals()).toEqual([]);

      const done = await gateway.call(method, path, { body });
      expect(done.status).toBeLessThan(300);
      const { steps, waitForecastMs } = explained.body as Explanation;
      expect(waitForecastMs).toBe(0);
      expect(steps.length).toBeGreaterThan(0);
      // what a plan sends after a read may depend on its reply; removing values may add a read
      const planned = Math.min(steps.length, sandbox.exchanges.length);
      expect(steps.slice(planned).every(({ dependsOnReply }) => dependsOnReply)).toBe(true);
      const foreseen = steps.slice(0, planned);
      const sent = sandbox.exchanges.slice(0, planned).map(({ request }) => request);
      expect(foreseen.map((step) => [step.method, shown(step.url), step.body ?? ''])).toEqual(
        sent.map(({ method: verb, path: at, body: bytes }) => [
          verb,
          shown(`${sandbox.url}${at}`),
          bytes,
        ]),
      );
      for (const [index, step] of foreseen.entries())
        for (const [name, value] of Object.entries(step.headers)) {
          const real = sent[index] && headerOf(sent[index], name);
          if (provider.secretHeaders.includes(name.toLowerCase()))
            expect([name, value]).toEqual([name, '***']);
          else if (!VOLATILE.includes(name.toLowerCase()))
            expect([name, value]).toEqual([name, real]);
          expect(real).toBeDefined();
        }
      const arrivals = (await sandbox.arrivals()).slice(0, planned);
      expect(
        foreseen.map(({ draws }) =>
          Object.fromEntries(
            draws
              .filter(({ quota }) => !uncountedQuotas.includes(quota))
              .map(({ quota, tokens }) => [quota, tokens]),
          ),
        ),
      ).toEqual(arrivals.map(({ quotas }) => quotas));
      expect(explained.text).not.toContain('sandbox-app-secret');
      expect(explained.text).not.toContain('sandbox-api-token');
      expect(explained.text).not.toContain('key-sandbox');
      expect(explained.text).not.toContain('usersig=eJ');
    },
  );
});

/** The vendors that delete all entries of these in one call. */
const CLEARED: Readonly<Partial<Record<Vendor, readonly string[]>>> = {
  sendbird: ['group channel', 'open channel'],
  tencent: [
    'direct message',
    'group message',
    'community message',
    'group channel',
    'open channel',
  ],
};
const readFirst = SITES.filter(
  ({ subject, resource, target }) =>
    !CLEARED[subject.vendor]?.includes(`${target.channelType} ${resource}`),
);

it.each(readFirst)(
  '$title: marks the delete of all keys as dependent on the read',
  async (site) => {
    const { body } = await gateway.callSite(site, 'DELETE', '?all=true&dryRun=true');
    const { steps } = body as Explanation;
    const [first, ...others] = steps.map(({ dependsOnReply = false }) => dependsOnReply);
    expect([first, new Set(others)]).toEqual([false, new Set([true])]);
    expect(await gateway.sandboxOf(site.subject).arrivals()).toEqual([]);
    await gateway.callSite(site, 'PATCH', '', { body: { entries: [{ key: 'k', value: 'v' }] } });
    const before = gateway.sandboxOf(site.subject).exchanges.length;
    await gateway.callSite(site, 'DELETE', '?all=true');
    const sent = gateway.sandboxOf(site.subject).exchanges.slice(before);
    expect(steps.map(({ method }) => method)).toEqual(sent.map(({ request }) => request.method));
  },
);

const withValues = SITES.filter(
  ({ subject, resource, target }) =>
    resource === 'message' &&
    subject.facts.provider.capabilities['message.remove-values']?.[target.channelType],
);

it.each(withValues)('$title: shows the write of a removal of values', async (site) => {
  const { exchanges } = gateway.sandboxOf(site.subject);
  for (const [method, under, body] of [
    ['DELETE', '/k/values?values=a', undefined],
    ['PATCH', '/values', { remove: [{ key: 'k', values: ['b'] }] }],
  ] as const) {
    await gateway.callSite(site, 'PUT', '/k', { body: { values: ['a', 'b', 'c'] } });
    const { steps } = (await gateway.callSite(site, method, dry(under), { body }))
      .body as Explanation;
    const before = exchanges.length;
    expect((await gateway.callSite(site, method, under, { body })).status).toBe(200);
    const sent = exchanges.slice(before);
    expect(steps.map((step) => step.method)).toEqual(sent.map(({ request }) => request.method));
    expect(steps.at(-1)?.draws).not.toEqual([]);
    expect(steps.at(-1)?.dependsOnReply).toBe(steps.length > 1 ? true : undefined);
  }
});

describe('warnings', () => {
  const site = (title: string) => {
    const found = SITES.find((one) => one.title === title);
    if (found === undefined) throw new Error(`no site ${title}`);
    return found;
  };
  const warningsOf = async (title: string, body: object) =>
    ((await gateway.callSite(site(title), 'PATCH', '?dryRun=true', { body })).body as Explanation)
      .warnings;

  it.each([
    ['nexconn-classic, direct message', MANY, []],
    ['nexconn-classic, community message', MANY, [/more than 20/]],
    ['sendbird-sorted, group channel', MANY, []],
    ['sendbird-sorted, group message', MANY, [/up to two more writes/]],
    ['stream-get, group message', MANY, []],
  ])('of %s', async (title, body, wanted) => {
    expect(await warningsOf(title, body)).toEqual(
      wanted.map((pattern): unknown => expect.stringMatching(pattern)),
    );
  });
});
