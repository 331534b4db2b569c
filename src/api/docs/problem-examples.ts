import type { ErrorCode } from '../../core/gateway-error';
import { ERROR_CODES, PROBLEMS } from '../http/problems/problem-table';

/** Problems that say when to come back. */
export const WITH_RETRY_AFTER: readonly number[] = [429, 503];

/** A problem document of each code that a route answers with, once for the whole API document. */
export const PROBLEM_EXAMPLES = Object.fromEntries(
  ERROR_CODES.filter((code) => code !== 'route-not-found').map((code) => [
    code,
    { summary: code, value: exampleOf(code) },
  ]),
);

export const exampleRefs = (codes: readonly ErrorCode[]) =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]));

function exampleOf(code: ErrorCode) {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:chat-metadata-gateway:problem:${code}`,
    ...{ title, status, detail: 'What went wrong this time.', code },
    requestId: '867ea529-4a82-4b49-95e7-62e3ff020e91',
    ...(WITH_RETRY_AFTER.includes(status) && { retryAfterMs: 1_500 }),
  };
}
