import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import { isRepeatable } from '../../gateway';
import { responseOf, type ApiRequest } from '../api-request';
import { CallerGone } from '../calls/hang-up';
import { PROBLEM_TYPE, problemOf } from '../problem/problem';
import { PROBLEMS } from '../problem/problem-table';
import type { Ending } from './idempotency';
import type { Answer } from './record';

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
    return { kind: 'answered', answer: success(body) };
  } catch (error) {
    if (error instanceof CallerGone) return { kind: again ? 'unknown' : 'nothing-done', error };
    if (!(error instanceof GatewayError)) return { kind: 'unknown', error };
    const { applied = 'no' } = error.details;
    if (applied === 'unknown') return { kind: 'unknown', error };
    // what is partly done is finished by doing it again, where that does no harm
    if (applied === 'no' || isRepeatable(operation)) return { kind: 'nothing-done', error };
    return { kind: 'answered', answer: failure(request, error) };
  }
}

/** Is there where an answer is an earlier one. */
export const REPLAYED = 'Idempotency-Replayed';

/** Gives an answer, the first time or again. */
export function replay(
  response: Response,
  { status, type, body }: Answer,
  isReplay: boolean,
): object | undefined {
  response.status(status);
  if (isReplay) response.setHeader(REPLAYED, 'true').setHeader('X-Quota-Cost', '0');
  if (body === undefined) return undefined;
  response.type(type);
  return JSON.parse(body) as object;
}

const success = (body: object | undefined): Answer => ({
  status: body === undefined ? 204 : 200,
  type: 'application/json',
  ...(body !== undefined && { body: JSON.stringify(body) }),
});

function failure(request: ApiRequest, error: GatewayError): Answer {
  const requestId = String(responseOf(request).getHeader('X-Request-Id'));
  return {
    status: PROBLEMS[error.code].status,
    type: PROBLEM_TYPE,
    body: JSON.stringify(problemOf(error, requestId)),
  };
}
