import { jwtVerify, type JWTPayload } from 'jose';
import type { Access, JwtSettings } from '../../config';
import type { Client } from '../http/api-request';
import { createIssuerKeys, KeysUnavailable } from './issuer-keys';

/** Tokens whose subject is not configured share contended quotas evenly. */
const WEIGHT = 1;
const ALL: readonly Access[] = ['read', 'write'];

/**
 * Whose token it is; undefined where it is not valid, for whatever reason.
 * @throws KeysUnavailable where that cannot be told
 */
export type VerifyToken = (token: string) => Promise<Client | undefined>;

/** Verifies JSON Web Tokens of one issuer (RFC 7519) by the keys it publishes. */
export function createVerifier(settings: JwtSettings): VerifyToken {
  const { issuer, audience, algorithms, clockSkewMs } = settings;
  const keys = createIssuerKeys(settings);
  const known = knownSubjects(settings);
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
      return known.get(payload.sub ?? '') ?? claimedClient(payload, settings);
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      return undefined; // why a token is not valid helps whoever forges one
    }
  };
}

/** Subjects whose rights the configuration says, whatever else their tokens claim. */
function knownSubjects({ subjects }: JwtSettings): ReadonlyMap<string, Client> {
  return new Map(
    subjects.map(({ subject, client, weight, access, connections }) => [
      subject,
      { name: client, weight, access, connections },
    ]),
  );
}

/** A token that says nothing of access may read and write the connections that it names. */
function claimedClient(
  payload: JWTPayload,
  { connectionsClaim, accessClaim }: JwtSettings,
): Client | undefined {
  if (payload.sub === undefined || payload.sub === '') return undefined;
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
