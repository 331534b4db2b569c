import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTHeaderParameters } from 'jose';
import type { JwtSettings } from '../../../src/config';
import { listen } from '../vendor/listen';

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'chat-metadata-gateway';

export type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** A token issuer and the host of its keys. */
export interface Issuer {
  /** As the configuration has it; what is left out is the default. */
  settings(more?: Partial<JwtSettings>): JwtSettings;
  /** Publishes a new key under this id; `forget` takes it away. */
  publish(kid: string, algorithm?: string): Promise<KeyPair>;
  forget(kid: string): void;
  /** Requests for the keys so far. */
  readonly asked: number;
  /** With which credentials the last one came. */
  readonly authorization: string | undefined;
  /** How the host answers from now on; undefined: with the keys. */
  answer: { readonly status: number; readonly location?: string } | undefined;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const keys = new Map<string, object>();
  let asked = 0;
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    asked += 1;
    ({ authorization } = request.headers);
    const { status = 200, location } = issuer.answer ?? {};
    response.writeHead(status, location === undefined ? {} : { Location: location });
    response.end(status === 200 ? JSON.stringify({ keys: [...keys.values()] }) : 'no');
  });
  const listening = await listen(server);
  const issuer: Issuer = {
    settings: (more = {}) => ({
      issuer: ISSUER,
      audience: AUDIENCE,
      jwksUri: `${listening.url}/jwks.json`,
      algorithms: ['ES256'],
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
    forget: (kid) => keys.delete(kid),
    get asked() {
      return asked;
    },
    get authorization() {
      return authorization;
    },
    answer: undefined,
    close: () => listening.close(),
  };
  return issuer;
}

/** A token of the issuer, good for a minute, as far as nothing else is said. */
export const signed = (
  key: Parameters<SignJWT['sign']>[0],
  claims: Readonly<Record<string, unknown>>,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 60 };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
    .sign(key);
};
