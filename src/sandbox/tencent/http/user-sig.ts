import { createHmac, timingSafeEqual } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { isObject, parseJson } from '../../kit/json';

/** The contents of a UserSig of version 2. Times are Unix seconds. */
export interface UserSig {
  readonly identifier: string;
  readonly sdkAppId: number;
  readonly time: number;
  /** Its life in seconds. */
  readonly expire: number;
  readonly signature: string;
}

const BASE64 = { '*': '+', '-': '/', _: '=' } as const;
const MAX_BYTES = 65_536;

/** Unpacks a UserSig: base64 in the vendor's alphabet, zlib, JSON. Returns undefined if it is none. */
export function readUserSig(text: string): UserSig | undefined {
  if (!/^[\w*-]+$/.test(text)) return undefined;
  const packed = text.replace(/[*_-]/g, (letter) => BASE64[letter as keyof typeof BASE64]);
  const fields = parseJson(inflate(Buffer.from(packed, 'base64')));
  if (!isObject(fields) || fields['TLS.ver'] !== '2.0') return undefined;
  const identifier = fields['TLS.identifier'];
  const sdkAppId = fields['TLS.sdkappid'];
  const time = fields['TLS.time'];
  const expire = fields['TLS.expire'];
  const signature = fields['TLS.sig'];
  const isComplete =
    typeof identifier === 'string' &&
    typeof sdkAppId === 'number' &&
    typeof time === 'number' &&
    typeof expire === 'number' &&
    typeof signature === 'string';
  return isComplete ? { identifier, sdkAppId, time, expire, signature } : undefined;
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Whether the signature is the HMAC of the other fields with this key. */
export function isSignedWith(key: string, userSig: UserSig): boolean {
  const { identifier, sdkAppId, time, expire, signature } = userSig;
  const text = [
    `TLS.identifier:${identifier}`,
    `TLS.sdkappid:${sdkAppId}`,
    `TLS.time:${time}`,
    `TLS.expire:${expire}`,
  ].map((line) => `${line}\n`);
  const expected = createHmac('sha256', key).update(text.join('')).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
