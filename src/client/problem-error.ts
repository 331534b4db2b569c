import type { ProblemReply } from './generated';

export type Problem = ProblemReply;
/** Every way in which the gateway says no; a `switch` over it is checked for completeness. */
export type ProblemCode = Problem['code'];

/** What the gateway answered instead of a success: an RFC 9457 problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  /** Of HTTP. */
  readonly status: number;

  constructor(
    /** The whole document: faults per field, what the vendor did of a failed write, and more. */
    readonly problem: Problem,
  ) {
    super(`${problem.code}: ${problem.detail}`);
    this.code = problem.code;
    this.status = problem.status;
  }
}

/** An answer that no gateway gives: something else is at this address, or stands before it. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';

  constructor(
    /** Of HTTP. */
    readonly status: number,
    what: string,
  ) {
    super(`HTTP ${status}: ${what}`);
  }
}

/** What to throw for an answer that is no success. @param body parsed where it is JSON */
export function errorOf(body: unknown, status: number): ProblemError | UnexpectedAnswer {
  return isProblem(body)
    ? new ProblemError(body)
    : new UnexpectedAnswer(status, 'the answer is no problem document');
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  'type' in body &&
  String(body.type).startsWith('urn:chat-metadata-gateway:problem:');
