import { isRecord } from '../validation';
import type { Faults } from './faults';
import { Secret } from './secret';
import { ApiKeySection, type AuthSection } from './sections/auth';
import { type JwtSection, SubjectSection } from './sections/jwt';
import type { AuthSettings, JwtSettings } from './settings';

type Plain<T> = { [Field in keyof T]: T[Field] };

/** The keys with their hashes in lower case; and the fault of a gateway that nobody could call. */
export function authOf(section: AuthSection, faults: Faults): AuthSettings {
  const apiKeys = section.apiKeys.map((key) =>
    Object.assign(new ApiKeySection(), key, { sha256: key.sha256.toLowerCase() }),
  );
  if (apiKeys.length === 0 && !section.jwt)
    faults.add('/auth', 'must have an API key or jwt: nobody could call the gateway');
  return { apiKeys, ...(section.jwt && { jwt: jwtOf(section.jwt) }) };
}

function jwtOf({ jwksToken, subjects, ...section }: Plain<JwtSection>): JwtSettings {
  return {
    ...section,
    ...(jwksToken !== undefined && { jwksToken: new Secret(jwksToken) }),
    subjects: subjects.map((one) =>
      Object.assign(new SubjectSection(), one, { client: one.client ?? one.subject }),
    ),
  };
}

/**
 * What only shows when grants and connections are looked at together. Works on what the file says, so
 * that another fault in the section hides none of these.
 */
export function checkGrants(auth: unknown, connections: readonly string[], faults: Faults): void {
  const { apiKeys, jwt } = isRecord(auth) ? auth : {};
  const keys = listAt(apiKeys, 'auth.apiKeys');
  const subjects = listAt(isRecord(jwt) ? jwt.subjects : [], 'auth.jwt.subjects');
  checkOnce(keys, 'sha256', (first) => `is the key of ${first} once more`, faults);
  checkOnce(subjects, 'subject', (first) => `is the subject of ${first} once more`, faults);
  for (const { grant, at } of [...keys, ...subjects]) {
    const names: readonly unknown[] = Array.isArray(grant.connections) ? grant.connections : [];
    names.forEach((name, place) => {
      if (typeof name === 'string' && name !== '*' && !connections.includes(name))
        faults.add(`${at}/connections/${place}`, 'must be "*" or the name of a connection');
    });
  }
}

/** A grant as the file has it, and where: as a pointer and as people write it. */
interface Placed {
  readonly grant: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly name: string;
}

function listAt(list: unknown, place: string): Placed[] {
  const grants: readonly unknown[] = Array.isArray(list) ? list : [];
  const at = `/${place.replaceAll('.', '/')}`;
  return grants.flatMap((grant, index) =>
    isRecord(grant) ? [{ grant, at: `${at}/${index}`, name: `${place}[${index}]` }] : [],
  );
}

function checkOnce(
  grants: readonly Placed[],
  field: 'sha256' | 'subject',
  reason: (first: string) => string,
  faults: Faults,
): void {
  const firsts = new Map<string, string>();
  for (const { grant, at, name } of grants) {
    const value = grant[field];
    if (typeof value !== 'string') continue;
    const known = field === 'sha256' ? value.toLowerCase() : value;
    const first = firsts.get(known);
    if (first === undefined) firsts.set(known, name);
    else faults.add(`${at}/${field}`, reason(first));
  }
}
