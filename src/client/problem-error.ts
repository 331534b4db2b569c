import type { ProblemReply } from './generated';

export type Problem = ProblemReply;
/** The closed set of problem codes; the compiler can check a `switch` over it for completeness. */
export type ProblemCode = Problem['code'];

/** The gateway replied with an RFC 9457 problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  /** The HTTP status. */
  readonly status: number;

  constructor(
    /** The whole document, with faults per field, the effect of a failed write and more. */
    readonly problem: Problem,
  ) {
    super(`${problem.code}: ${problem.detail}${vendorWords(problem)}`);
    this.code = problem.code;
    this.status = problem.status;
  }
}

/** The vendor's own status, code and words, where it replied and `detail` does not have the words already. */
export function vendorWords({ detail, upstream }: Problem): string {
  if (upstream === undefined) return '';
  const { provider, status, code, message } = upstream;
  const facts = [
    ...(status === undefined ? [] : [`HTTP ${status}`]),
    ...(code === undefined ? [] : [`code ${code}`]),
    ...(message === undefined || detail.includes(message) ? [] : [message]),
  ];
  return facts.length === 0 ? '' : ` (${provider}: ${facts.join(', ')})`;
}

/** A reply that does not come from a gateway: another server has this address, or a proxy replied. */
export class UnexpectedReply extends Error {
  override readonly name = 'UnexpectedReply';

  constructor(
    /** The HTTP status. */
    readonly status: number,
    reason: string,
  ) {
    super(`HTTP ${status}: ${reason}`);
  }
}

/** The reply to a read with `If-None-Match`: the metadata still has one of its entity tags. */
export class NotModified extends Error {
  override readonly name = 'NotModified';

  constructor() {
    super('The metadata still has an entity tag of If-None-Match.');
  }
}

/** The error for a reply without success. @param body parsed, if it is JSON */
export function toError(
  body: unknown,
  status: number,
): ProblemError | UnexpectedReply | NotModified {
  if (status === 304) return new NotModified();
  return isProblem(body)
    ? new ProblemError(body)
    : new UnexpectedReply(status, 'the reply is not a problem document of the gateway');
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  'type' in body &&
  String(body.type).startsWith('urn:chat-metadata-gateway:problem:');
