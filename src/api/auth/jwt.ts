import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { Access, JwtSettings } from '../../config';
import type { Client } from '../api-request';

/** Tokens share contended quotas evenly. */
const WEIGHT = 1;
const ALL: readonly Access[] = ['read', 'write'];

/** Whose token it is; undefined where it is not valid, for whatever reason. */
export type VerifyToken = (token: string) => Promise<Client | undefined>;

/**
 * Verifies JSON Web Tokens of one issuer (RFC 7519) by the keys it publishes, which are cached and asked
 * for again when a token names one that is not known.
 */
export function createVerifier(settings: JwtSettings): VerifyToken {
  const { issuer, audience, jwksUri, algorithms, clockSkewMs } = settings;
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const options = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance: clockSkewMs / 1_000,
    requiredClaims: ['exp', 'sub'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, options);
      return clientOf(payload, settings);
    } catch {
      return undefined; // why a token is not valid helps whoever forges one
    }
  };
}

/** A token that says nothing of access may read and write the connections that it names. */
function clientOf(
  payload: JWTPayload,
  { connectionsClaim, accessClaim }: JwtSettings,
): Client | undefined {
  if (payload.sub === undefined) return undefined;
  const access = listOf(payload[accessClaim]);
  return {
    name: payload.sub,
    weight: WEIGHT,
    connections: listOf(payload[connectionsClaim]) ?? [],
    access: access === undefined ? ALL : ALL.filter((kind) => access.includes(kind)),
  };
}

/** A list of texts, or one text with blanks between, as `scope` is written. */
function listOf(claim: unknown): string[] | undefined {
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  if (!Array.isArray(claim)) return undefined;
  return claim.filter((text) => typeof text === 'string');
}
