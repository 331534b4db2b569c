import { createHash } from 'node:crypto';

import type { RouteContext, WireReply, WireRequest } from '../../kit/vendor';
import { Refusal, refusalReply } from '../refusal';
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

/** A signing header, with or without the documented `RC-` prefix. */
const signed = ({ headers }: WireRequest, name: string): string | undefined =>
  headers[name] ?? headers[`rc-${name}`];

/** App key first, then signature; a call that fails is not counted. */
export function authenticator({ appKey, appSecret }: NexconnCredentials) {
  return (request: WireRequest, context: Context): WireReply | undefined => {
    const { unknowns } = context;
    if (signed(request, 'app-key') !== appKey) {
      return refusalReply(new Refusal(unknowns.unknownAppKey, 'Invalidate App-Key.'));
    }
    if (unknowns.appState === 'locked') return refusalReply(new Refusal(1006));
    if (unknowns.appState === 'restricted') return refusalReply(new Refusal(1007));

    const nonce = signed(request, 'nonce') ?? '';
    const timestamp = signed(request, 'timestamp') ?? '';
    const sent = signed(request, 'signature') ?? '';
    const expected = signature(appSecret, nonce, timestamp);
    const same = (unknowns.signatureCase === 'any' ? sent.toLowerCase() : sent) === expected;
    const present = nonce !== '' && timestamp !== '';
    if (present && same && isFresh(nonce, timestamp, context)) return undefined;
    return refusalReply(new Refusal(unknowns.badSignature));
  };
}

/** The limits on nonce and timestamp that the public SDKs show not to be enforced; off by default. */
function isFresh(nonce: string, timestamp: string, { state, unknowns, nowMs }: Context): boolean {
  const { maxNonceLength, maxSkewMs, rejectNonceReplay, timestampUnit } = unknowns;
  if (maxNonceLength > 0 && nonce.length > maxNonceLength) return false;
  const inSeconds = /^\d{1,11}$/.test(timestamp);
  if (timestampUnit === 'milliseconds' && inSeconds) return false;
  const sentMs = Number(timestamp) * (inSeconds ? 1000 : 1);
  if (maxSkewMs > 0 && !(Math.abs(nowMs - sentMs) <= maxSkewMs)) return false;
  if (!rejectNonceReplay) return true;
  if (state.nonces.has(nonce)) return false;
  state.nonces.add(nonce);
  return true;
}
