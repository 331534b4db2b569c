import { GatewayError, type ErrorCode } from '../../src/core/gateway-error';
import { isRecord, parseJson } from '../../src/core/json';
import type { UpstreamReply } from '../../src/core/upstream';
import { malformedReply } from '../../src/core/vendor-reply';

/** "Errors": the vendor uses HTTP statuses in their standard meaning. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'upstream-auth-failed',
  404: 'target-not-found',
  429: 'upstream-throttled',
};

/**
 * @returns the success payload
 * @throws GatewayError for any other reply
 */
export function readPayload({ status, body }: UpstreamReply): unknown {
  const payload = parseJson(body);
  if (status === 200 && isRecord(payload)) return payload;
  if (status === 200) throw malformedReply('acme', 'a map');
  const code = CODES[status] ?? (status >= 500 ? 'upstream-unavailable' : 'upstream-refused');
  throw new GatewayError(code, `Acme replied with HTTP ${status}.`, {
    upstream: { provider: 'acme', status },
  });
}
