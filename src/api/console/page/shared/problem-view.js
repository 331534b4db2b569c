import { ProblemReply, Unreachable } from './api-client.js';
import { element } from './dom.js';
import { duration } from './format.js';

/** Shows a problem document as sentences. */
export function problemView(problem) {
  const { title, detail, errors = [], code, requestId } = problem;
  return element(
    'div',
    { className: 'problem' },
    element('p', {}, element('strong', { textContent: `${title}.` }), detail ? ` ${detail}` : ''),
    errors.length > 0
      ? element(
          'ul',
          {},
          ...errors.map(({ pointer, reason }) =>
            element('li', {}, element('code', { textContent: pointer || 'body' }), ` ${reason}`),
          ),
        )
      : undefined,
    ...sentences(problem).map((text) => element('p', { textContent: text })),
    code &&
      element('p', {
        className: 'hint',
        textContent: [code, requestId && `request ${requestId}`].filter(Boolean).join(' · '),
      }),
  );
}

/** Shows why there is no reply. Errors of the page itself are also logged to the browser's console. */
export function failureView(error) {
  if (error instanceof ProblemReply) return problemView(error.problem);
  if (error instanceof Unreachable)
    return problemView({
      title: 'The gateway does not answer',
      detail: 'It may be starting, or the network is down.',
    });
  console.error(error);
  return problemView({ title: 'The console has an internal error', detail: error.message });
}

function sentences({ applied, retryAfterMs, upstream, violatedQuotas = [] }) {
  return [
    violatedQuotas.length > 0 && `Quota: ${violatedQuotas.join(', ')}.`,
    retryAfterMs !== undefined && `Retry in ${duration(retryAfterMs)}.`,
    ...appliedSentences(applied),
    upstream?.message !== undefined &&
      `The vendor replied: “${upstream.message}”${upstream.code === undefined ? '' : ` (code ${upstream.code})`}.`,
  ].filter(Boolean);
}

/** Sentences about the effect of a failed write at the vendor. */
function appliedSentences(applied) {
  if (applied === undefined) return [];
  if (applied === 'no') return ['The vendor changed nothing.'];
  if (applied === 'yes') return ['The vendor made the change despite the error.'];
  if (applied === 'unknown') return ['It is unknown whether the vendor made the change.'];
  const { keys, changed = [] } = applied;
  return [
    keys.length > 0 && `The vendor wrote only these keys: ${keys.join(', ')}.`,
    keys.length === 0 && 'The vendor wrote none of the keys.',
    changed.length > 0 && `The vendor changed these keys only in part: ${changed.join(', ')}.`,
  ];
}
