/** A write without a usable reply that cannot be read back: its effect is reported as unknown. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { mostKeys, SITES, SUBJECTS } from './subjects';

/** A channel of each subject. Each has a connection of its own, so an open circuit concerns no other. */
const CHANNELS = SUBJECTS.flatMap((subject) =>
  SITES.filter((site) => site.subject === subject && site.resource === 'channel').slice(0, 1),
);
const ENTRIES = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: 'v' }));

const gateways: ConformanceGateway[] = [];
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

// each write waits for the end of its timeout, so the kinds run side by side
it.concurrent.each(['reset', 'reset-after', 'truncate', 'not-json'])(
  'reports applied as unknown after %s, for every vendor',
  async (kind) => {
    const gateway = await startConformanceGateway();
    gateways.push(gateway);
    const applied: Record<string, unknown> = {};
    for (const site of CHANNELS) {
      const { perSet } = site.subject.facts.resources[site.resource];
      const calls = perSet === undefined ? 1 : 2;
      gateway.sandboxOf(site.subject).scheduleFaults(calls - 1, { route: '*', kind });
      const { body } = await gateway.callSite(site, 'PATCH', '', {
        body: { entries: ENTRIES.slice(0, mostKeys(site)) },
        headers: { Prefer: 'wait=0' },
      });
      applied[site.title] = (body as { applied?: unknown }).applied;
      await gateway.reset();
    }
    expect(applied).toEqual(Object.fromEntries(CHANNELS.map(({ title }) => [title, 'unknown'])));
  },
  120_000,
);
