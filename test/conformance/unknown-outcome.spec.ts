/** A write without a usable reply that cannot be read back: its effect is reported as unknown. */
import { startConformanceGateway, type ConformanceGateway } from './conformance-gateway';
import { SITES, SUBJECTS } from './subjects';

let gateway: ConformanceGateway;
/** New for each test, because the circuit of a failed host stays open for a while. */
beforeEach(async () => {
  gateway = await startConformanceGateway();
});
afterEach(() => gateway.close());

const rows = SUBJECTS.flatMap((subject) =>
  SITES.filter((site) => site.subject === subject && site.resource === 'channel')
    .slice(0, 1)
    .flatMap((site) =>
      ['reset', 'reset-after', 'truncate', 'not-json'].map((kind) => ({ ...site, kind })),
    ),
);

it.each(rows)('$title: reports applied as unknown after $kind', async ({ kind, ...site }) => {
  const entries = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  const calls = site.subject.facts.resources[site.resource].perSet === undefined ? 1 : 2;
  gateway.sandboxOf(site.subject).scheduleFaults(calls - 1, { route: '*', kind });
  const { body } = await gateway.callSite(site, 'PATCH', '', {
    body: { entries },
    headers: { Prefer: 'wait=0' },
  });
  expect(body).toMatchObject({ applied: 'unknown' });
});
