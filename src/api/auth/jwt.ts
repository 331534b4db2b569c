import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyOptions,
} from 'jose';
import { isRecord } from '../../core/json';
import { ACCESS_LEVELS, type Access, type Grant, type JwtSettings } from '../../config';
import type { Client } from '../http/api-request';
import { InvalidCredentials } from './invalid-credentials';
import { KeysUnavailable, type IssuerKeys, type IssuerKeyStore } from './issuer-keys';

/** Weight of clients whose subject is not configured. */
const DEFAULT_WEIGHT = 1;
/** Access of a token without an access claim. */
const DEFAULT_ACCESS: readonly Access[] = ['read', 'write'];

/**
 * The client of a token.
 * @throws InvalidCredentials if the token is not valid
 * @throws KeysUnavailable if the issuer's keys are not available
 */
export type VerifyToken = (token: string) => Promise<Client>;

/** Verifies the JSON Web Tokens (RFC 7519) of several issuers, each against its own published keys only. */
export function createVerifier(
  issuers: readonly JwtSettings[],
  keyStore: IssuerKeyStore,
): VerifyToken {
  const verifiers = new Map<string | undefined, VerifyToken>(
    keyStore
      .update(issuers)
      .map(({ settings, keys }) => [settings.issuer, createIssuerVerifier(settings, keys)]),
  );
  return async (token) => {
    const verifyToken = verifiers.get(claimedIssuer(token));
    if (verifyToken === undefined) throw new InvalidCredentials('issuer');
    return verifyToken(token);
  };
}

/** The issuer that the token names, which only selects the keys that must verify it. */
function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw new InvalidCredentials('malformed');
  }
}

function createIssuerVerifier(settings: JwtSettings, keys: IssuerKeys): VerifyToken {
  const { issuer, audience, algorithms, clockSkewMs } = settings;
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
      const payload = await verify(token, keys, options);
      return configuredClients.get(payload.sub ?? '') ?? clientFromClaims(payload, settings);
    } catch (error) {
      if (error instanceof KeysUnavailable || error instanceof InvalidCredentials) throw error;
      throw new InvalidCredentials(reasonOf(error));
    }
  };
}

/** @throws the error of jose */
async function verify(
  token: string,
  keys: IssuerKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return await verifyWithAnyKey(token, keys, options);
  } catch (error) {
    // without a key id, only this failure can mean that the issuer has new keys
    const mayHaveNewKey =
      error instanceof errors.JWSSignatureVerificationFailed &&
      decodeProtectedHeader(token).kid === undefined;
    if (!mayHaveNewKey || !(await keys.renew())) throw error;
    return verifyWithAnyKey(token, keys, options);
  }
}

/** A token without a key id is verified with each key of its algorithm: RFC 7515 §4.1.4 makes `kid` optional. */
async function verifyWithAnyKey(
  token: string,
  keys: IssuerKeys,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys.find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const result = await jwtVerify(token, key, options).catch((failure: unknown) => {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure;
      });
      if (result) return result.payload;
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** By jose's code for a token that is not valid. */
const REASONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: 'expired',
  ERR_JWKS_NO_MATCHING_KEY: 'unknown key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'several keys match',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'algorithm',
};

/** By the claim that makes a token invalid. */
const CLAIM_REASONS: Readonly<Record<string, string>> = {
  aud: 'audience',
  iss: 'issuer',
  nbf: 'not yet valid',
  exp: 'no expiry',
  sub: 'no subject',
};

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed)
    return CLAIM_REASONS[error.claim] ?? 'claims';
  return (error instanceof errors.JOSEError ? REASONS[error.code] : undefined) ?? 'malformed';
}

/** Clients with configured rights, which take precedence over the claims of their tokens. */
function clientsBySubject({ subjects }: JwtSettings): ReadonlyMap<string, Client> {
  return new Map(
    subjects.map(({ subject, client, ...rights }) => [subject, { ...rights, name: client }]),
  );
}

function clientFromClaims(payload: JWTPayload, settings: JwtSettings): Client {
  if (payload.sub === undefined || payload.sub === '') throw new InvalidCredentials('no subject');
  return { name: payload.sub, weight: DEFAULT_WEIGHT, grants: claimedGrants(payload, settings) };
}

/**
 * The claim with grants, or else a single grant from the claims with connections and access. Without the claim
 * with access, a token may read and write; without one with connections, it may use none.
 */
function claimedGrants(
  payload: JWTPayload,
  { grantsClaim, connectionsClaim, accessClaim }: JwtSettings,
): Grant[] {
  const grants = payload[grantsClaim];
  if (grants !== undefined)
    return (Array.isArray(grants) ? grants : []).flatMap((grant) =>
      isRecord(grant) ? toGrant(grant.connections, grant.access, []) : [],
    );
  return toGrant(payload[connectionsClaim], payload[accessClaim], DEFAULT_ACCESS);
}

/** @returns a grant, or none if it would cover no connection */
function toGrant(
  connectionList: unknown,
  accessList: unknown,
  byDefault: readonly Access[],
): Grant[] {
  const connections = parseList(connectionList) ?? [];
  const access = parseList(accessList);
  if (connections.length === 0) return [];
  return [
    {
      connections,
      access:
        access === undefined ? byDefault : ACCESS_LEVELS.filter((one) => access.includes(one)),
    },
  ];
}

/** A list of strings, or one string with spaces in between, as in the claim `scope`. */
function parseList(claim: unknown): string[] | undefined {
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  if (!Array.isArray(claim)) return undefined;
  return claim.filter((text) => typeof text === 'string');
}
