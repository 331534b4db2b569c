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

/** @param cause a few words or a code, such as `status 404` or `ECONNREFUSED` */
export type OnKeyFailure = (issuer: string, cause: string) => void;

/** The keys of all issuers. They stay cached while other settings change, such as the token to fetch them. */
export class IssuerKeyStore {
  private known: ReadonlyMap<string, KnownIssuer> = new Map();

  /** @param onFailure called for each failed request for keys, also while the last keys are used */
  constructor(private readonly onFailure: OnKeyFailure) {}

  /** Uses these settings from now on, and forgets the keys of issuers and addresses that are not among them. */
  update(issuers: readonly JwtSettings[]): readonly KnownIssuer[] {
    const before = this.known;
    const entries = issuers.map((settings): [string, KnownIssuer] => {
      const id = JSON.stringify([settings.issuer, settings.jwksUri]);
      const known = before.get(id) ?? this.createIssuer(settings);
      known.settings = settings;
      return [id, known];
    });
    this.known = new Map(entries);
    return [...this.known.values()];
  }

  private createIssuer(settings: JwtSettings): KnownIssuer {
    const { issuer, jwksUri } = settings;
    const keys = createIssuerKeys(
      jwksUri,
      () => known.settings.jwksToken?.reveal(),
      (cause) => {
        this.onFailure(issuer, cause);
      },
    );
    const known: KnownIssuer = { settings, keys };
    return known;
  }
}

interface KnownIssuer {
  settings: JwtSettings;
  readonly keys: IssuerKeys;
}

/**
 * The public keys of an issuer, from its configured address only and without following redirects. They
 * are cached for ten minutes; a token with an unknown key id causes a new request, at most every 30 s
 * (the defaults of jose). While the issuer does not reply, the last keys stay valid for a day; a key that is
 * not among them may be a new one, so its token is neither valid nor invalid.
 */
function createIssuerKeys(
  jwksUri: string,
  readToken: () => string | undefined,
  onFailure: (cause: string) => void,
): IssuerKeys {
  let fetched: { readonly text: string; readonly atMs: number } | undefined;
  let pausedUntilMs = 0;
  /** Whether the last request for the keys failed. */
  let isStale = false;

  const fetchKeys = async (url: string, request: RequestInit): Promise<void> => {
    const token = readToken();
    const headers = new Headers(request.headers);
    if (token !== undefined) headers.set('Authorization', `Bearer ${token}`);
    const response = await fetch(url, { ...request, headers });
    const text = await response.text();
    if (response.status !== 200) throw new KeysRefused(`status ${response.status}`);
    checkKeys(text);
    fetched = { text, atMs: Date.now() };
    isStale = false;
  };
  const keys = createRemoteJWKSet(new URL(jwksUri), {
    [customFetch]: async (url, request) => {
      if (Date.now() >= pausedUntilMs)
        await fetchKeys(url, request).catch((error: unknown) => {
          pausedUntilMs = Date.now() + PAUSE_AFTER_FAILURE_MS;
          isStale = true;
          onFailure(causeOf(error));
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

/** A reply without keys. The message is the cause. */
class KeysRefused extends Error {}

/** @throws KeysRefused if the text is no key set */
function checkKeys(text: string): void {
  try {
    createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
  } catch {
    throw new KeysRefused('no key set');
  }
}

/** `fetch` hides the error of the system or of TLS in `cause`. */
function causeOf(error: unknown): string {
  if (error instanceof KeysRefused) return error.message;
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  const { code } = (error.cause ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
