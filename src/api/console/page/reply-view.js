import { problemOf } from './gateway.js';
import { element } from './page.js';
import { problemView } from './problem.js';

/** Headers worth a look, where the reply has them. */
const TELLING = [
  'X-Quota-Cost',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'ETag',
  'X-Request-Id',
];

/** What came back: the problem in words where it is one, then the reply as it was. */
export function replyView({ status, ok, headers, body, tookMs }) {
  const lines = TELLING.flatMap((name) =>
    headers.has(name) ? [`${name}: ${headers.get(name)}`] : [],
  );
  const text = body === undefined ? [] : ['', JSON.stringify(body, null, 2)];
  return [
    element(
      'p',
      { className: 'summary' },
      element('span', { className: ok ? 'chip good' : 'chip bad', textContent: status }),
      ` in ${Math.round(tookMs)} ms${body === undefined ? ', no content' : ''}`,
    ),
    ok ? undefined : problemView(problemOf({ status, body })),
    element('pre', { tabIndex: 0, textContent: [...lines, ...text].join('\n') }),
  ].filter(Boolean);
}
