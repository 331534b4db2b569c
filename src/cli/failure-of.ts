import { isNativeError } from 'node:util/types';
import { ProblemError, UnexpectedAnswer, type Problem } from '../client';
import { EXIT, type ExitCode } from './exit-code';
import { duration, visible } from './words';

/** What to tell of a failed call, and how to end. @throws what is a bug */
export function failureOf(error: unknown): { readonly code: ExitCode; readonly words: string } {
  if (error instanceof ProblemError)
    return { code: EXIT.problem, words: problemWords(error.problem) };
  if (error instanceof UnexpectedAnswer)
    return { code: EXIT.unreachable, words: `No gateway answered: ${error.message}.` };
  if (isNativeError(error) && NETWORK_FAILURES.has(error.message))
    return { code: EXIT.unreachable, words: `No gateway answered: ${reasonOf(error)}.` };
  throw error;
}

/** What `fetch` calls a connection that does not come about, and one that is cut. */
const NETWORK_FAILURES: ReadonlySet<string> = new Set(['fetch failed', 'terminated']);

/** What a failed write has done. */
const APPLIED = { no: 'nothing was changed', yes: 'it was done', unknown: 'it may be done or not' };

/** A problem in a line, and what it says beside. The first of the faulty fields is in the detail. */
function problemWords(problem: Problem): string {
  const { status, code, detail, errors = [], retryAfterMs, applied, requestId } = problem;
  const done =
    typeof applied === 'object' ? `done for ${applied.keys.join(', ')}` : APPLIED[applied ?? 'no'];
  return [
    `${status} ${code}: ${detail}`,
    ...errors.slice(1).map(({ pointer, reason }) => `  ${pointer} ${reason}`),
    ...(retryAfterMs === undefined ? [] : [`  try again in ${duration(retryAfterMs)}`]),
    ...(applied === undefined ? [] : [`  ${done}`]),
    `  request ${requestId}`,
  ]
    .map(visible)
    .join('\n');
}

function reasonOf({ message, cause }: Error): string {
  return isNativeError(cause) ? `${message}, ${cause.message}` : message;
}
