import type { SignedRequest, UpstreamRequest } from '../../core/upstream';
import type { SendbirdSettings } from './settings';

/** "Authentication": every request carries the application's token; nothing is signed. */
export function sign(settings: SendbirdSettings, request: UpstreamRequest): SignedRequest {
  return {
    method: request.method,
    path: request.path,
    headers: {
      Accept: 'application/json',
      'Api-Token': settings.apiToken,
      ...(request.contentType !== undefined && { 'Content-Type': request.contentType }),
    },
    ...(request.body !== undefined && { body: request.body }),
  };
}
