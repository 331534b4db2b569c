import { GatewayError, type ErrorCode } from '../../src/core/gateway-error';
import { isRecord, parseJson } from '../../src/core/json';
import type { UpstreamReply } from '../../src/core/upstream';

import { malformedReply } from '../../src/core/vendor-reply';
/** "Errors": Acme's statuses mean what HTTP says. */
const MEANS: Readonly<Record<number, ErrorCode>> = {
  401: 'upstream-auth-failed',
  404: 'target-not-found',
  429: 'upstream-throttled',
};

/** The success payload. @throws GatewayError what the vendor meant by anything else */
export function readPayload({ status, body }: UpstreamReply): unknown {
  const payload = parseJson(body);
  if (status === 200 && isRecord(payload)) return payload;
  if (status === 200) throw malformedReply('acme', 'a map');
  const code = MEANS[status] ?? (status >= 500 ? 'upstream-unavailable' : 'upstream-refused');
  throw new GatewayError(code, `Acme answered ${status}.`, {
    upstream: { provider: 'acme', status },
  });
}
