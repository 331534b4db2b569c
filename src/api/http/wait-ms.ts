import type { LimitSettings } from '../../config';
import { headerOf, type ApiRequest } from './api-request';
import { parsePreferences } from './prefer';

/** Milliseconds that the caller waits for quota: `Prefer: wait=N`, within the limit, or the default. */
export function waitMsOf(
  request: ApiRequest,
  { defaultWaitMs, maxWaitMs }: Pick<LimitSettings, 'defaultWaitMs' | 'maxWaitMs'>,
): number {
  const { waitMs = defaultWaitMs } = parsePreferences(headerOf(request, 'prefer'));
  return Math.min(waitMs, maxWaitMs);
}
