import { element } from './page.js';
import { count, duration } from './words.js';

/** The vendor calls that a call takes, byte for byte, with masked secrets. */
export function explanationView({ steps, waitForecastMs, warnings }) {
  const wait = waitForecastMs > 0 ? `would wait ${duration(waitForecastMs)}` : 'no wait for quota';
  const calls = `${count(steps.length)} vendor ${steps.length === 1 ? 'call' : 'calls'}`;
  return [
    element('p', { className: 'summary', textContent: `${calls} · ${wait}` }),
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
        ? element('span', { className: 'chip soft', textContent: 'depends on the reply before' })
        : undefined,
    ),
  );
}
