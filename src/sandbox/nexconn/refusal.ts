import type { WireReply } from '../kit/vendor';
import type { Code } from './model/errors';
import { CODES } from './model/errors';

/** The vendor says no; thrown by operations, turned into a reply by the route. */
export class Refusal extends Error {
  constructor(
    readonly code: Code,
    message: string = CODES[code].meaning,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** `{"code","errorMessage"}` under the code's HTTP status, or another one. */
export const failureReply = (code: number, errorMessage: string, status: number): WireReply => ({
  status,
  body: { code, errorMessage },
});

export const refusalReply = ({ code, message }: Refusal): WireReply =>
  failureReply(code, message, CODES[code].status);
