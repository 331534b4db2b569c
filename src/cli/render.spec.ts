import { renderExplanation, renderQuotas } from './render';

/** A quota while Redis is lost and no token may be used without it. */
const LOST = {
  name: 'calls',
  limit: 0,
  windowMs: 1_000,
  inFlight: 0,
  resting: 0,
  free: 0,
  waiting: 0,
  waitForecastMs: null,
  worstWindow: 3,
  coolingDownMs: 0,
  leased: 0,
  leasedByClient: [],
  suspendedShares: [],
};

it('says that a call would be refused while no token may be used', () => {
  const explanation = { steps: [], waitForecastMs: null, warnings: [] };
  expect(renderExplanation(explanation)).toBe(
    'Would be refused: no token of its quotas may be used. Nothing was sent.',
  );
  const [, row = ''] = renderQuotas([['main', LOST]]).split('\n');
  expect(row).toMatch(/^main +calls +0 \/ 1 s .* unknown /);
  expect(row).not.toContain('NaN');
});

it('has the wait of a call that would wait', () => {
  const explanation = { steps: [], waitForecastMs: 1_500, warnings: ['see the page'] };
  expect(renderExplanation(explanation)).toBe(
    'Would wait 1.5 s for quota. Nothing was sent.\nWarning: see the page',
  );
});

it('marks a body that is shown as Base64', () => {
  const step = {
    method: 'POST',
    url: 'https://vendor.test/',
    headers: {},
    body: '/wA=',
    draws: [],
  };
  const render = (more: object) =>
    renderExplanation({ steps: [{ ...step, ...more }], waitForecastMs: 0, warnings: [] });
  expect(render({})).toContain('\n   /wA=\n');
  expect(render({ bodyEncoding: 'base64' })).toContain('\n   Base64: /wA=\n');
});
