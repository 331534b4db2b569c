import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { isRepeatable } from '../../gateway';
import { responseOf, type ApiRequest } from '../http/api-request';
import { ClientDisconnected } from '../http/client-disconnect';
import { PROBLEM_TYPE, toProblemDocument } from '../http/problems/problem-document';
import { PROBLEMS } from '../http/problems/problem-table';
import { REPLAYED_HEADER } from '../http/replayed-header';
import type { ClaimOutcome } from './claim';
import type { Ending } from './idempotency';
import type { StoredReply } from './stored-record';

/**
 * How a mutation under an idempotency key ended, by what the vendor did of it.
 * @param again whether an earlier try has an unknown outcome, which a hang-up does not clear up
 */
export async function endingOf(
  request: ApiRequest,
  operation: Operation,
  again: boolean,
  carryOut: () => Promise<object | undefined>,
): Promise<Ending> {
  try {
    const body = await carryOut();
    return { left: { answer: success(body) } };
  } catch (error) {
    const left = leftBy(error, operation, again);
    if (left !== undefined) return { left, error };
    return { left: { answer: failure(request, error as GatewayError) } };
  }
}

/** What a failure leaves of a mutation; nothing where it is final. @param again as above */
export function leftBy(
  error: unknown,
  operation: Operation,
  again: boolean,
): Extract<ClaimOutcome, string> | undefined {
  if (error instanceof ClientDisconnected) return again ? 'unknown' : 'nothing-done';
  if (!(error instanceof GatewayError)) return 'unknown';
  const { applied = 'no' } = error.details;
  if (applied === 'unknown') return 'unknown';
  // what is partly done is finished by doing it again, where that does no harm
  return applied === 'no' || isRepeatable(operation) ? 'nothing-done' : undefined;
}

/** Gives an answer, the first time or again. */
export function replay(
  response: Response,
  { status, type, body }: StoredReply,
  isReplay: boolean,
): object | undefined {
  response.status(status);
  if (isReplay) response.setHeader(REPLAYED_HEADER, 'true').setHeader('X-Quota-Cost', '0');
  if (body === undefined || type === undefined) return undefined;
  response.type(type);
  return JSON.parse(body) as object;
}

const success = (body: object | undefined): StoredReply =>
  body === undefined
    ? { status: 204 }
    : { status: 200, type: 'application/json', body: JSON.stringify(body) };

function failure(request: ApiRequest, error: GatewayError): StoredReply {
  const requestId = String(responseOf(request).getHeader('X-Request-Id'));
  return {
    status: PROBLEMS[error.code].status,
    type: PROBLEM_TYPE,
    body: JSON.stringify(toProblemDocument(error, requestId)),
  };
}
