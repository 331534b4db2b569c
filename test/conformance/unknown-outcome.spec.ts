/** A write that is cut off, when the vendor cannot be asked either: its effect is said to be unknown. */
import { startStage, type Stage } from './stage';
import { SITES, SUBJECTS } from './subjects';

let stage: Stage;
/** Anew for each test: hosts that fail are kept off for a while. */
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const rows = SUBJECTS.flatMap((subject) =>
  SITES.filter((site) => site.subject === subject && site.resource === 'channel')
    .slice(0, 1)
    .flatMap((site) =>
      ['reset', 'reset-after', 'truncate', 'not-json'].map((kind) => ({ ...site, kind })),
    ),
);

it.each(rows)('$title: $kind', async ({ kind, ...site }) => {
  const entries = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
  const calls = site.subject.facts.resources[site.resource].perSet === undefined ? 1 : 2;
  stage.sandboxOf(site.subject).scheduleFaults(calls - 1, { route: '*', kind });
  const { body } = await stage.at(site, 'PATCH', '', {
    body: { entries },
    headers: { Prefer: 'wait=0' },
  });
  expect(body).toMatchObject({ applied: 'unknown' });
});
