import { NDJSON } from '../http/ndjson';

/** What answers are, and the ranges that these are in. */
const ANSWERS: ReadonlySet<string> = new Set([
  'application/json',
  'application/problem+json',
  NDJSON,
  'text/event-stream',
  'application/*',
  '*/*',
]);

/** Whether JSON is wanted at all; parameters such as `charset` say nothing against it. */
export function acceptsJson(accept = '*/*'): boolean {
  if (ANSWERS.has(accept)) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return ANSWERS.has(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
