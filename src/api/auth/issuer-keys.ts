import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JSONWebKeySet } from 'jose';
import type { JwtSettings } from '../../config';

/** After a failed request, the issuer is not asked again for this time, whatever tokens arrive. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** Keys that were fetched longer ago are not used, even while the issuer cannot be reached. */
const MAX_KEY_AGE_MS = 24 * 60 * 60 * 1_000;

/** The issuer's keys are needed but cannot be fetched. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

export type IssuerKeys = ReturnType<typeof createIssuerKeys>;

/**
 * The public keys of an issuer, from its configured address only and without following redirects. They
 * are cached for ten minutes; a token with an unknown key id causes a new request, at most every 30 s
 * (the defaults of jose). While the issuer does not reply, the last keys stay valid for a day.
 */
export function createIssuerKeys({ jwksUri, jwksToken }: JwtSettings) {
  let fetched: { readonly text: string; readonly atMs: number } | undefined;
  let pausedUntilMs = 0;

  const fetchKeys = async (url: string, request: RequestInit): Promise<void> => {
    const response = await fetch(url, request);
    const text = await response.text();
    if (response.status !== 200) throw new TypeError(`status ${response.status}`);
    createLocalJWKSet(JSON.parse(text) as JSONWebKeySet); // throws if the text is no key set
    fetched = { text, atMs: Date.now() };
  };
  return createRemoteJWKSet(new URL(jwksUri), {
    ...(jwksToken !== undefined && { headers: { Authorization: `Bearer ${jwksToken.reveal()}` } }),
    [customFetch]: async (url, request) => {
      if (Date.now() >= pausedUntilMs)
        await fetchKeys(url, request).catch(() => {
          pausedUntilMs = Date.now() + PAUSE_AFTER_FAILURE_MS;
        });
      if (fetched === undefined || fetched.atMs + MAX_KEY_AGE_MS < Date.now())
        throw new KeysUnavailable('The keys of the token issuer cannot be fetched.');
      return new Response(fetched.text);
    },
  });
}
