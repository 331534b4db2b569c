import { problemOf } from '../shared/api-client.js';
import { element } from '../shared/dom.js';
import { problemView } from '../shared/problem-view.js';

const SHOWN_HEADERS = [
  'X-Quota-Cost',
  'Idempotency-Replayed',
  'Age',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'ETag',
  'X-Request-Id',
];

/** Shows a reply: its status, its problem as sentences, then some headers and the body. */
export function replyView({ status, ok, headers, body, tookMs }) {
  const lines = SHOWN_HEADERS.filter((name) => headers.has(name)).map(
    (name) => `${name}: ${headers.get(name)}`,
  );
  const bodyLines = body === undefined ? [] : ['', JSON.stringify(body, null, 2)];
  return [
    element(
      'p',
      { className: 'summary' },
      element('span', { className: ok ? 'chip good' : 'chip bad', textContent: status }),
      ` in ${Math.round(tookMs)} ms${body === undefined ? ', no content' : ''}`,
    ),
    ok ? undefined : problemView(problemOf({ status, body })),
    element('pre', { tabIndex: 0, textContent: [...lines, ...bodyLines].join('\n') }),
  ].filter(Boolean);
}
