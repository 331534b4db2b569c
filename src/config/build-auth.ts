import { isRecord, type JsonObject } from '../core/json';
import type { Faults } from './faults';
import { Secret } from './secret';
import { ApiKeySection, SubjectSection, type AuthSection, type JwtSection } from './sections/auth';
import type { AuthSettings, JwtSettings } from './settings';

/** Hashes become lower case. Adds a fault if there is no credential at all. */
export function buildAuth({ apiKeys, jwt }: AuthSection, faults: Faults): AuthSettings {
  if (apiKeys.length === 0 && !jwt)
    faults.add('/auth', 'must have an API key or the section jwt, or all calls would be refused');
  return {
    apiKeys: apiKeys.map((key) =>
      Object.assign(new ApiKeySection(), key, { sha256: key.sha256.toLowerCase() }),
    ),
    ...(jwt && { jwt: buildJwt(jwt) }),
  };
}

/** A subject without a client name is its own client. */
function buildJwt({ jwksToken, subjects, ...section }: JwtSection): JwtSettings {
  return {
    ...section,
    ...(jwksToken !== undefined && { jwksToken: new Secret(jwksToken) }),
    subjects: subjects.map((one) =>
      Object.assign(new SubjectSection(), one, { client: one.client ?? one.subject }),
    ),
  };
}

/**
 * Checks the rules between grants: no key or subject occurs twice, and grants name existing connections.
 * @param auth the section as the file has it, so that other faults of the section hide none of these
 */
export function checkGrants(auth: unknown, connections: readonly string[], faults: Faults): void {
  const { apiKeys, jwt } = isRecord(auth) ? auth : {};
  const keys = readGrants(apiKeys, 'auth.apiKeys');
  const subjects = readGrants(isRecord(jwt) ? jwt.subjects : [], 'auth.jwt.subjects');
  checkUnique(keys, 'sha256', (first) => `repeats the key of ${first}`, faults);
  checkUnique(subjects, 'subject', (first) => `repeats the subject of ${first}`, faults);
  for (const { fields, at } of [...keys, ...subjects]) {
    const names: readonly unknown[] = Array.isArray(fields.connections) ? fields.connections : [];
    names.forEach((name, index) => {
      if (typeof name === 'string' && name !== '*' && !connections.includes(name))
        faults.add(`${at}/connections/${index}`, 'must be "*" or the name of a connection');
    });
  }
}

/** A grant of the file, before validation. */
interface UncheckedGrant {
  readonly fields: JsonObject;
  /** RFC 6901 pointer. */
  readonly at: string;
  /** The place as people write it: `auth.apiKeys[0]`. */
  readonly place: string;
}

function readGrants(list: unknown, listPlace: string): UncheckedGrant[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const listAt = `/${listPlace.replaceAll('.', '/')}`;
  return items.flatMap((fields, index) =>
    isRecord(fields) ? [{ fields, at: `${listAt}/${index}`, place: `${listPlace}[${index}]` }] : [],
  );
}

function checkUnique(
  grants: readonly UncheckedGrant[],
  field: 'sha256' | 'subject',
  reasonFor: (firstPlace: string) => string,
  faults: Faults,
): void {
  const firstPlaces = new Map<string, string>();
  for (const { fields, at, place } of grants) {
    const value = fields[field];
    if (typeof value !== 'string') continue;
    const comparable = field === 'sha256' ? value.toLowerCase() : value;
    const firstPlace = firstPlaces.get(comparable);
    if (firstPlace === undefined) firstPlaces.set(comparable, place);
    else faults.add(`${at}/${field}`, reasonFor(firstPlace));
  }
}
