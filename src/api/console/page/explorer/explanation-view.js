import { element } from '../shared/dom.js';
import { count, duration } from '../shared/format.js';

/** Shows the vendor requests of an operation with their draws; secrets are masked by the gateway. */
export function explanationView({ steps, waitForecastMs, warnings }) {
  const wait =
    waitForecastMs === null
      ? 'would be refused: no token may be used'
      : waitForecastMs > 0
        ? `would wait ${duration(waitForecastMs)} for quota`
        : 'would not wait for quota';
  const requests = `${count(steps.length)} vendor ${steps.length === 1 ? 'request' : 'requests'}`;
  return [
    element('p', { className: 'summary', textContent: `${requests} · ${wait}` }),
    ...warnings.map((text) => element('p', { className: 'warning', textContent: text })),
    element('ol', { className: 'steps' }, ...steps.map(stepView)),
  ];
}

function stepView({ method, url, headers, body, draws, dependsOnReply }) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return element(
    'li',
    {},
    element('pre', {
      tabIndex: 0,
      textContent: [`${method} ${url}`, ...lines, ...(body ? ['', body] : [])].join('\n'),
    }),
    element(
      'p',
      { className: 'draws' },
      ...draws.map(({ quota, tokens }) =>
        element('span', { className: 'chip', textContent: `${quota} −${tokens}` }),
      ),
      dependsOnReply
        ? element('span', { className: 'chip soft', textContent: 'depends on the previous reply' })
        : undefined,
    ),
  );
}
