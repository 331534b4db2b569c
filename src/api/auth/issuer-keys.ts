import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet } from 'jose';
import type { JwtSettings } from '../../config';

/** A host that failed is left alone for this long, whatever tokens come. */
const PAUSE_MS = 5_000;
/** Keys that were published longer ago are not trusted, even where the issuer cannot be reached. */
const TRUSTED_MS = 24 * 60 * 60 * 1_000;

/** The issuer's keys are wanted and cannot be had. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

/**
 * The keys that an issuer publishes. They are cached for ten minutes; a token that names an unknown one
 * has them fetched anew, at most every 30 s. Where the issuer does not answer, what it published last
 * stays good for a day. Only the configured address is ever asked, and redirects are not followed.
 */
export function createIssuerKeys({ jwksUri, jwksToken }: JwtSettings) {
  let published: { readonly text: string; readonly atMs: number } | undefined;
  let pausedUntilMs = 0;

  const ask = async (url: string, request: RequestInit): Promise<void> => {
    const response = await fetch(url, request);
    const text = await response.text();
    if (response.status !== 200) throw new TypeError(`status ${response.status}`);
    createLocalJWKSet(JSON.parse(text) as JSONWebKeySet); // throws where these are no keys
    published = { text, atMs: Date.now() };
  };
  return createRemoteJWKSet(new URL(jwksUri), {
    ...(jwksToken !== undefined && { headers: { Authorization: `Bearer ${jwksToken.reveal()}` } }),
    [customFetch]: async (url, request) => {
      if (Date.now() >= pausedUntilMs)
        await ask(url, request).catch(() => {
          pausedUntilMs = Date.now() + PAUSE_MS;
        });
      if (published === undefined || published.atMs + TRUSTED_MS < Date.now())
        throw new KeysUnavailable('The keys of the token issuer cannot be fetched.');
      return new Response(published.text);
    },
  });
}
