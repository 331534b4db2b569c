/**
 * Sign-in of client SDKs without a WebSocket, as `@sendbird/chat` 4.22 does it; no page describes it.
 * Users exist by being named, and any access token is taken.
 */
import type { Call } from './http/endpoint';
import { userNamed } from './model/state';

/** The paths of sign-in are the only ones that name a user, and need no credentials yet. */
export const isSignIn = ({ request }: Pick<Call, 'request'>): boolean =>
  request.params.user_id !== undefined;

/** A session key; it is good until the sandbox is reset. */
export function signIn({ request, state }: Call): unknown {
  const key = `session-key-${state.sessionKeys.size + 1}`;
  state.sessionKeys.add(key);
  const services = ['chat', 'feed'];
  return { ...userNamed(request.params.user_id ?? ''), key, services, expires_at: 0 };
}
