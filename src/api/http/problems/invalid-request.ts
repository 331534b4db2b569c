import { GatewayError, type FieldError } from '../../../core/gateway-error';

/** The reason of a fault: the query has a parameter that the address does not have. */
export const UNKNOWN_PARAMETER = 'is not a known parameter';

/**
 * Refuses a request that has faults; the first one is the detail of the problem, `errors` lists all.
 * @throws GatewayError invalid-request, unless the list is empty
 */
export function refuseFaults(faults: readonly FieldError[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const place = first.pointer === '' ? 'The body' : first.pointer;
  throw new GatewayError('invalid-request', `${place} ${first.reason}.`, { errors: faults });
}
