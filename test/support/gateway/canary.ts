import { createHash, randomBytes } from 'node:crypto';

/** A text that occurs nowhere else. */
export const canary = (name: string): string => `canary-${name}-${randomBytes(9).toString('hex')}`;

/** A text and its usual encodings. */
export const encodingsOf = (text: string): string[] => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('base64url'),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
  Array.from(text).reverse().join(''),
  createHash('sha1').update(text).digest('hex'),
  createHash('sha1').update(text).digest('base64').replace(/=+$/, ''),
];
/** Those of `texts` that occur, in any encoding, in `where`. */
export const findLeaks = (texts: Iterable<string>, where: string): string[] =>
  [...texts].filter((text) => encodingsOf(text).some((form) => where.includes(form)));
