import { createHmac } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { SigningContext } from '../../core/provider';
import type { SignedRequest, UpstreamRequest } from '../../core/upstream';
import type { TencentSettings } from './settings';

type Credentials = Pick<
  TencentSettings,
  'sdkAppId' | 'identifier' | 'secretKey' | 'userSigSeconds'
>;

/** As the vendor's own server SDK does. */
const RENEWED_BEFORE_END_S = 100;

/** The characters of base64 that mean something else in a URL, and those that stand for them. */
const IN_URL: Readonly<Record<string, string>> = { '+': '*', '/': '-', '=': '_' };

/** The signature of an account, version 2 of the vendor's signer. @param time Unix seconds */
export function createUserSig(
  { sdkAppId, identifier, secretKey, userSigSeconds: expire }: Credentials,
  time: number,
): string {
  const text =
    `TLS.identifier:${identifier}\nTLS.sdkappid:${sdkAppId}\n` +
    `TLS.time:${time}\nTLS.expire:${expire}\n`;
  const claims = {
    'TLS.ver': '2.0',
    'TLS.identifier': identifier,
    'TLS.sdkappid': sdkAppId,
    'TLS.time': time,
    'TLS.expire': expire,
    'TLS.sig': createHmac('sha256', secretKey).update(text).digest('base64'),
  };
  const packed = deflateSync(JSON.stringify(claims)).toString('base64');
  return packed.replace(/[+/=]/g, (character) => IN_URL[character] ?? character);
}

/** The current UserSig of a connection. One serves any number of calls until shortly before its end. */
export class UserSigs {
  private current: { readonly text: string; readonly fromMs: number } | undefined;
  /** Calls in flight may still carry it. */
  private previous: string | undefined;

  constructor(private readonly credentials: Credentials) {}

  /** @param nowMs Unix milliseconds */
  at(nowMs: number): string {
    const lifeMs = (this.credentials.userSigSeconds - RENEWED_BEFORE_END_S) * 1_000;
    const ageMs = nowMs - (this.current?.fromMs ?? -Infinity);
    if (this.current === undefined || ageMs < 0 || ageMs >= lifeMs) {
      this.previous = this.current?.text ?? this.previous;
      const text = createUserSig(this.credentials, Math.floor(nowMs / 1_000));
      this.current = { text, fromMs: nowMs };
    }
    return this.current.text;
  }

  /** The vendor says that the current one has expired: the next call gets a new one. */
  expire(): void {
    this.previous = this.current?.text ?? this.previous;
    this.current = undefined;
  }

  /** Those that a reply may repeat. */
  get recent(): readonly string[] {
    return [this.current?.text, this.previous].filter((text) => text !== undefined);
  }
}

const RANDOM_VALUES = 2 ** 32;

/**
 * Adds the five query parameters of every call. Others stay, as in the requests of clients; these five
 * cannot be given twice.
 */
export function sign(
  { sdkAppId, identifier }: TencentSettings,
  userSigs: UserSigs,
  { method, path, body, contentType }: UpstreamRequest,
  { nowMs, nonce }: SigningContext,
): SignedRequest {
  const [route = '', query = ''] = path.split(/\?(.*)/s);
  const own = {
    sdkappid: String(sdkAppId),
    identifier: encodeURIComponent(identifier),
    usersig: userSigs.at(nowMs),
    random: String(Number(nonce) % RANDOM_VALUES),
    contenttype: 'json',
  };
  const others = query.split('&').filter((one) => one !== '' && !(nameOf(one) in own));
  const parameters = Object.entries(own).map(([name, value]) => `${name}=${value}`);
  return {
    method,
    path: `${route}?${[...parameters, ...others].join('&')}`,
    headers: {
      Accept: 'application/json',
      ...(contentType !== undefined && { 'Content-Type': contentType }),
    },
    ...(body !== undefined && { body }),
  };
}

const nameOf = (parameter: string): string =>
  new URLSearchParams(parameter).keys().next().value ?? '';
