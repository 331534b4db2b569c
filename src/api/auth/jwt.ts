import { jwtVerify, type JWTPayload } from 'jose';
import { ACCESS_LEVELS, type Access, type JwtSettings } from '../../config';
import type { Client } from '../http/api-request';
import { createIssuerKeys, KeysUnavailable } from './issuer-keys';

/** Weight of clients whose subject is not configured. */
const DEFAULT_WEIGHT = 1;
/** Access of a token without an access claim. */
const DEFAULT_ACCESS: readonly Access[] = ['read', 'write'];

/**
 * The client of a token; undefined if the token is not valid.
 * @throws KeysUnavailable if the issuer's keys are not available
 */
export type VerifyToken = (token: string) => Promise<Client | undefined>;

/** Verifies the JSON Web Tokens (RFC 7519) of one issuer against its published keys. */
export function createVerifier(settings: JwtSettings): VerifyToken {
  const { issuer, audience, algorithms, clockSkewMs } = settings;
  const keys = createIssuerKeys(settings);
  const configuredClients = clientsBySubject(settings);
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
      return configuredClients.get(payload.sub ?? '') ?? clientFromClaims(payload, settings);
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      return undefined; // the reason would help an attacker
    }
  };
}

/** Clients with configured rights, which take precedence over the claims of their tokens. */
function clientsBySubject({ subjects }: JwtSettings): ReadonlyMap<string, Client> {
  return new Map(
    subjects.map(({ subject, client, weight, access, connections }) => [
      subject,
      { name: client, weight, access, connections },
    ]),
  );
}

/** Without an access claim, a token may read and write; without a connections claim, it may use none. */
function clientFromClaims(
  payload: JWTPayload,
  { connectionsClaim, accessClaim }: JwtSettings,
): Client | undefined {
  if (payload.sub === undefined || payload.sub === '') return undefined;
  const access = parseList(payload[accessClaim]);
  return {
    name: payload.sub,
    weight: DEFAULT_WEIGHT,
    connections: parseList(payload[connectionsClaim]) ?? [],
    access:
      access === undefined ? DEFAULT_ACCESS : ACCESS_LEVELS.filter((one) => access.includes(one)),
  };
}

/** A list of strings, or one string with spaces in between, as in the claim `scope`. */
function parseList(claim: unknown): string[] | undefined {
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  if (!Array.isArray(claim)) return undefined;
  return claim.filter((text) => typeof text === 'string');
}
