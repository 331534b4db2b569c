import { GatewayError } from '../../core/gateway-error';
import type { Plan, UpstreamRequest } from '../../core/upstream';

/** A delete of something that is not there has done what was asked (code 1015). */
export function* tolerateAbsent(request: UpstreamRequest): Plan<void> {
  try {
    yield request;
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'entry-not-found')) throw error;
  }
}
