import { createHash } from 'node:crypto';

import type { RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { Refusal, refusalReply } from '../model/errors';
import type { NexconnState } from '../model/state';
import type { NexconnUnknowns } from '../model/unknowns';

export interface NexconnCredentials {
  readonly appKey: string;
  readonly appSecret: string;
}

type Context = RouteContext<NexconnState, NexconnUnknowns>;

/** hex(SHA-1(secret + nonce + timestamp)), lower case (API request signing). */
export const signature = (appSecret: string, nonce: string, timestamp: string): string =>
  createHash('sha1').update(`${appSecret}${nonce}${timestamp}`, 'utf8').digest('hex');

/** The value of a signing header, with or without the documented `RC-` prefix. */
const signingHeader = ({ headers }: WireRequest, name: string): string | undefined =>
  headers[name] ?? headers[`rc-${name}`];

/** Checks the App Key, then the state of the app, then the signature. */
export function authenticator({ appKey, appSecret }: NexconnCredentials) {
  return (request: WireRequest, context: Context): WireReply | undefined => {
    const { unknowns } = context;
    if (signingHeader(request, 'app-key') !== appKey) {
      return refusalReply(new Refusal(unknowns.unknownAppKey, 'Invalidate App-Key.'));
    }
    if (unknowns.appState === 'locked') return refusalReply(new Refusal(1006));
    if (unknowns.appState === 'restricted') return refusalReply(new Refusal(1007));

    const nonce = signingHeader(request, 'nonce') ?? '';
    const timestamp = signingHeader(request, 'timestamp') ?? '';
    const sent = signingHeader(request, 'signature') ?? '';
    const expected = signature(appSecret, nonce, timestamp);
    const isSame = (unknowns.signatureCase === 'any' ? sent.toLowerCase() : sent) === expected;
    const isComplete = nonce !== '' && timestamp !== '';
    if (isComplete && isSame && isFresh(nonce, timestamp, context)) return undefined;
    return refusalReply(new Refusal(unknowns.badSignature));
  };
}

/** Checks nonce and timestamp. All checks are off by default, because the public SDKs violate the documented limits. */
function isFresh(nonce: string, timestamp: string, { state, unknowns, nowMs }: Context): boolean {
  const { maxNonceLength, maxSkewMs, rejectNonceReplay, timestampUnit } = unknowns;
  if (maxNonceLength > 0 && nonce.length > maxNonceLength) return false;
  const isInSeconds = /^\d{1,11}$/.test(timestamp);
  if (timestampUnit === 'milliseconds' && isInSeconds) return false;
  const sentMs = Number(timestamp) * (isInSeconds ? 1000 : 1);
  if (maxSkewMs > 0 && !(Math.abs(nowMs - sentMs) <= maxSkewMs)) return false;
  if (!rejectNonceReplay) return true;
  if (state.nonces.has(nonce)) return false;
  state.nonces.add(nonce);
  return true;
}
