import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose';
import type { JwtSettings } from '../../../src/config';
import { listen } from '../vendor/listen';

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'chat-metadata-gateway';

export type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** A token issuer with an HTTP server that publishes its keys (JWKS). */
export interface Issuer {
  /** JWT settings that trust this issuer; `more` overrides single settings. */
  settings(more?: Partial<JwtSettings>): JwtSettings;
  /** Creates a key pair and publishes the public key under this id, until `unpublish`. */
  publish(kid: string, algorithm?: string): Promise<KeyPair>;
  unpublish(kid: string): void;
  /** Number of requests for the keys so far. */
  readonly keyRequests: number;
  /** The `Authorization` header of the last request for the keys. */
  readonly lastAuthorization: string | undefined;
  /** Reply to the next requests for the keys; undefined: 200 with the keys. */
  reply:
    { readonly status: number; readonly location?: string; readonly body?: string } | undefined;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const keys = new Map<string, object>();
  let keyRequests = 0;
  let lastAuthorization: string | undefined;
  const server = createServer((request, response) => {
    keyRequests += 1;
    lastAuthorization = request.headers.authorization;
    const { status = 200, location, body } = issuer.reply ?? {};
    response.writeHead(status, location === undefined ? {} : { Location: location });
    const published = JSON.stringify({ keys: [...keys.values()] });
    response.end(body ?? (status === 200 ? published : 'no'));
  });
  const listening = await listen(server);
  const issuer: Issuer = {
    settings: (more = {}) => ({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUri: `${listening.url}/jwks.json`,
      algorithms: ['ES256'],
      grantsClaim: 'grants',
      connectionsClaim: 'connections',
      accessClaim: 'access',
      subjects: [],
      clockSkewMs: 1_000,
      ...more,
    }),
    async publish(kid, algorithm = 'ES256') {
      const pair = await generateKeyPair(algorithm, { extractable: true });
      keys.set(kid, { ...(await exportJWK(pair.publicKey)), kid, alg: algorithm });
      return pair;
    },
    unpublish: (kid) => keys.delete(kid),
    get keyRequests() {
      return keyRequests;
    },
    get lastAuthorization() {
      return lastAuthorization;
    },
    reply: undefined,
    close: () => listening.close(),
  };
  return issuer;
}

/** Signs a token of this issuer. It is valid for one minute unless `claims` say otherwise. */
export const signToken = (
  key: Parameters<SignJWT['sign']>[0],
  claims: Readonly<Record<string, unknown>>,
  header: {
    readonly [name in keyof JWTHeaderParameters]?: JWTHeaderParameters[name] | undefined;
  } = {},
): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  const defaults = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 60 };
  return new SignJWT({ ...defaults, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header } as JWTHeaderParameters)
    .sign(key);
};
