import { ProblemReply, Unreachable } from './gateway.js';
import { element } from './page.js';
import { duration } from './words.js';

/** A problem document in words. */
export function problemView(problem) {
  const { title, detail, errors = [], code, requestId } = problem;
  return element(
    'div',
    { className: 'problem' },
    element('p', {}, element('strong', { textContent: title }), detail ? ` ${detail}` : ''),
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

/** Whatever kept an answer from coming; a fault of the page's own goes to the browser's console too. */
export function failureView(error) {
  if (error instanceof ProblemReply) return problemView(error.problem);
  if (error instanceof Unreachable)
    return problemView({
      title: 'The gateway does not answer.',
      detail: 'It may be starting, or the network is down.',
    });
  console.error(error);
  return problemView({ title: 'This page has a fault.', detail: error.message });
}

function sentences({ applied, retryAfterMs, upstream, violatedQuotas = [] }) {
  return [
    violatedQuotas.length > 0 && `Out of quota: ${violatedQuotas.join(', ')}.`,
    retryAfterMs !== undefined && `Worth trying again in ${duration(retryAfterMs)}.`,
    applied !== undefined && appliedInWords(applied),
    upstream?.message !== undefined &&
      `The vendor said: “${upstream.message}”${upstream.code === undefined ? '' : ` (code ${upstream.code})`}.`,
  ].filter(Boolean);
}

function appliedInWords(applied) {
  if (applied === 'no') return 'The vendor has changed nothing.';
  if (applied === 'yes') return 'The vendor has made the change all the same.';
  if (applied === 'unknown') return 'Whether the vendor has made the change is not known.';
  return `The vendor has changed only: ${applied.keys.join(', ') || 'nothing'}.`;
}
