import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { JwtSettings } from '../../config';

/** After a failed request, the issuer is not asked again for this time, whatever tokens arrive. */
const PAUSE_AFTER_FAILURE_MS = 5_000;
/** Keys that were fetched longer ago are not used, even while the issuer cannot be reached. */
const MAX_KEY_AGE_MS = 24 * 60 * 60 * 1_000;

/** The issuer's keys are needed but cannot be fetched. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  /** Until then the issuer is not asked again. */
  readonly retryAfterMs = PAUSE_AFTER_FAILURE_MS;

  constructor() {
    super('The keys of the token issuer cannot be fetched.');
  }
}

export interface IssuerKeys {
  /** @throws KeysUnavailable if there are none, or if the key may be one that could not be fetched */
  readonly find: JWTVerifyGetKey;
  /**
   * Fetches the keys again, because the issuer may have new ones.
   * @returns false if they were fetched a moment ago
   * @throws KeysUnavailable
   */
  renew(): Promise<boolean>;
}

/**
 * The public keys of an issuer, from its configured address only and without following redirects. They
 * are cached for ten minutes; a token with an unknown key id causes a new request, at most every 30 s
 * (the defaults of jose). While the issuer does not reply, the last keys stay valid for a day; a key that is
 * not among them may be a new one, so its token is neither valid nor invalid.
 */
export function createIssuerKeys({ jwksUri, jwksToken }: JwtSettings): IssuerKeys {
  let fetched: { readonly text: string; readonly atMs: number } | undefined;
  let pausedUntilMs = 0;
  /** Whether the last request for the keys failed. */
  let isStale = false;

  const fetchKeys = async (url: string, request: RequestInit): Promise<void> => {
    const response = await fetch(url, request);
    const text = await response.text();
    if (response.status !== 200) throw new TypeError(`status ${response.status}`);
    createLocalJWKSet(JSON.parse(text) as JSONWebKeySet); // throws if the text is no key set
    fetched = { text, atMs: Date.now() };
    isStale = false;
  };
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    ...(jwksToken !== undefined && { headers: { Authorization: `Bearer ${jwksToken.reveal()}` } }),
    [customFetch]: async (url, request) => {
      if (Date.now() >= pausedUntilMs)
        await fetchKeys(url, request).catch(() => {
          pausedUntilMs = Date.now() + PAUSE_AFTER_FAILURE_MS;
          isStale = true;
        });
      if (fetched === undefined || fetched.atMs + MAX_KEY_AGE_MS < Date.now())
        throw new KeysUnavailable();
      return new Response(fetched.text);
    },
  });
  const renew = async (): Promise<boolean> => {
    if (keys.coolingDown && !isStale) return false;
    await keys.reload();
    if (isStale) throw new KeysUnavailable();
    return true;
  };
  return {
    renew,
    async find(header, token) {
      try {
        return await keys(header, token);
      } catch (error) {
        // jose has fetched the keys again for this token, unless it did a moment ago
        if (!(error instanceof errors.JWKSNoMatchingKey) || !isStale) throw error;
      }
      await renew();
      return keys(header, token);
    },
  };
}
