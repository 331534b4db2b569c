import type { WireReply } from '../kit/vendor';
import { ERROR_OF_CODE, type ErrorName, ERRORS } from './model/errors';
import { errorReply } from './refusal';

const NAMES = Object.keys(ERRORS) as ErrorName[];

/** The first row with this status; the vendor has none of its own for 503 and says what it says for 500. */
const ofStatus = (status: number): ErrorName =>
  status === 400
    ? 'invalid-value'
    : (NAMES.find((name) => ERRORS[name].status === status) ?? 'internal-error');

/** A failure that a test asked for: by code of the error table, else the one nearest to the status. */
export const failure = (status: number, code?: number): WireReply =>
  errorReply(
    (code === undefined ? undefined : ERROR_OF_CODE.get(code)) ?? ofStatus(status),
    '',
    status,
  );
