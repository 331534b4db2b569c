import type { WireReply } from '../kit/vendor';
import { ERRORS, type ErrorName } from './model/errors';

/** Reason phrases as recorded (400) or as HTTP has them. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'BAD REQUEST',
  403: 'FORBIDDEN',
  429: 'TOO MANY REQUESTS',
  500: 'INTERNAL SERVER ERROR',
  503: 'SERVICE UNAVAILABLE',
};

/** The vendor's envelope in the recorded order of its fields. `status` overrides the table's. */
export function errorReply(name: ErrorName, subject = '', status?: number): WireReply {
  const { code, text, status: documented } = ERRORS[name];
  const sent = status ?? documented;
  const reason = REASONS[sent];
  return {
    status: sent,
    ...(reason === undefined ? {} : { reason }),
    // A function, because a subject is the caller's own text and may hold `$&`.
    body: { message: text.replace('%', () => subject), code, error: true },
  };
}

/** Thrown by handlers before anything is changed; turned into a reply in one place. */
export class Refusal extends Error {
  constructor(
    readonly fault: ErrorName,
    readonly subject = '',
  ) {
    super(fault);
    this.name = 'Refusal';
  }
}
