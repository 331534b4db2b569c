import { isUtf8 } from 'node:buffer';
import type { ApiRequest } from '../http/api-request';
import { refuseFaults } from '../http/problems/invalid-request';

/**
 * `X-Actor-Id` as UTF-8 where its bytes are that; Node hands header bytes on as Latin-1.
 * @throws GatewayError invalid-request where there are two
 */
export function readActorId(request: ApiRequest): string | undefined {
  if (request.headers['x-actor-id'] === undefined) return undefined;
  const [header, ...more] = request.headersDistinct['x-actor-id'] ?? [];
  if (more.length > 0)
    refuseFaults([{ pointer: 'header/X-Actor-Id', reason: 'is given more than once' }]);
  return header === undefined || header === '' ? undefined : readable(header);
}

/** What the header says, whether it is fit to be acted on or not. */
export function readActorIdForAudit(request: ApiRequest): string | undefined {
  const header = request.header('x-actor-id');
  return header === undefined || header === '' ? undefined : readable(header);
}

function readable(header: string): string {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : header;
}
