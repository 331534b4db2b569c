/** A write without a usable reply that cannot be read back: its effect is reported as unknown. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { mostKeys, SITES, SUBJECTS, type Site } from './subjects';

/** A channel of each subject. Each has a connection of its own, so an open circuit concerns no other. */
const CHANNELS = SUBJECTS.flatMap((subject) =>
  SITES.filter((site) => site.subject === subject && site.resource === 'channel').slice(0, 1),
);
/** The subjects of a vendor share its sandbox. */
const VENDORS = [...new Set(SUBJECTS.map(({ vendor }) => vendor))];
const ENTRIES = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: 'v' }));

const gateways: ConformanceGateway[] = [];
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

/** Writes to each of these sites, one after the other. Returns the reported effect by title. */
async function writeUnderFault(
  gateway: ConformanceGateway,
  sites: readonly Site[],
  kind: string,
): Promise<(readonly [title: string, applied: unknown])[]> {
  const reported: (readonly [string, unknown])[] = [];
  for (const site of sites) {
    const { perSet } = site.subject.facts.resources[site.resource];
    const calls = perSet === undefined ? 1 : 2;
    gateway.sandboxOf(site.subject).scheduleFaults(calls - 1, { route: '*', kind });
    const { body } = await gateway.callSite(site, 'PATCH', '', {
      body: { entries: ENTRIES.slice(0, mostKeys(site)) },
      headers: { Prefer: 'wait=0' },
    });
    reported.push([site.title, (body as { applied?: unknown }).applied]);
    await gateway.resetSandboxOf(site.subject);
  }
  return reported;
}

// each write waits for the end of its timeout, so the kinds, and the vendors of each, run side by side
it.concurrent.each(['reset', 'reset-after', 'truncate', 'not-json'])(
  'reports applied as unknown after %s, for every vendor',
  async (kind) => {
    const gateway = await startConformanceGateway();
    gateways.push(gateway);
    const reported = await Promise.all(
      VENDORS.map((vendor) => {
        const sites = CHANNELS.filter(({ subject }) => subject.vendor === vendor);
        return writeUnderFault(gateway, sites, kind);
      }),
    );
    expect(Object.fromEntries(reported.flat())).toEqual(
      Object.fromEntries(CHANNELS.map(({ title }) => [title, 'unknown'])),
    );
  },
  120_000,
);
