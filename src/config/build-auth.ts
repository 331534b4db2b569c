import { isRecord, type JsonObject } from '../core/json';
import type { Faults } from './faults';
import { Secret } from './secret';
import type {
  ApiKeySection,
  AuthSection,
  JwtSection,
  RightsSection,
  SubjectSection,
} from './sections/auth';
import type {
  ApiKey,
  AuthSettings,
  ClientRights,
  Grant,
  JwtSettings,
  JwtSubject,
} from './settings';
import { parseInstant, parseSha256 } from './validators';

export function buildAuth({ apiKeys, jwt }: AuthSection): AuthSettings {
  const issuers = jwt === undefined ? [] : [jwt].flat();
  return { apiKeys: apiKeys.map(buildApiKey), issuers: issuers.map(buildIssuer) };
}

const buildApiKey = ({ client, name, sha256, expiresAt, ...rights }: ApiKeySection): ApiKey => ({
  client,
  ...(name !== undefined && { name }),
  sha256: parseSha256(sha256) ?? '',
  ...(expiresAt !== undefined && { expiresAtMs: parseInstant(expiresAt) }),
  ...buildRights(rights),
});

const buildIssuer = ({ jwksToken, subjects, ...section }: JwtSection): JwtSettings => ({
  ...section,
  ...(jwksToken !== undefined && { jwksToken: new Secret(jwksToken) }),
  subjects: subjects.map(buildSubject),
});

/** A subject without a client name is its own client. */
const buildSubject = ({ subject, client = subject, ...rights }: SubjectSection): JwtSubject => ({
  subject,
  client,
  ...buildRights(rights),
});

/** `connections` and `access` beside each other are a single grant. */
const buildRights = ({
  grants,
  connections = [],
  access = [],
  weight,
  share,
  maxConcurrent,
}: RightsSection): Omit<ClientRights, 'client'> => ({
  grants: (grants ?? [{ connections, access }]).map(toGrant),
  weight,
  ...(share < 1 && { share }),
  ...(maxConcurrent !== undefined && { maxConcurrent }),
});

const toGrant = ({ connections, access }: Grant): Grant => ({ connections, access });

/**
 * Checks the rules between the parts of the section: it has a credential, no key, issuer or subject of an issuer
 * occurs twice, rights have one form, and grants name existing connections.
 * @param auth the section as the file has it, so that other faults of the section hide none of these
 * @param faults has those of the section's fields
 */
export function checkAuth(auth: unknown, connections: readonly string[], faults: Faults): void {
  const { apiKeys = [], jwt } = isRecord(auth) ? auth : {};
  if (Array.isArray(apiKeys) && apiKeys.length === 0 && jwt === undefined)
    faults.add('/auth', 'must have an API key or the section jwt, or all calls would be refused');
  const keys = readList(apiKeys, 'auth.apiKeys');
  const issuers = Array.isArray(jwt)
    ? readList(jwt, 'auth.jwt')
    : isRecord(jwt)
      ? [{ fields: jwt, at: '/auth/jwt', place: 'auth.jwt' }]
      : [];
  checkUnique(keys, 'sha256', (first) => `repeats the key of ${first}`, faults);
  checkUnique(issuers, 'issuer', (first) => `repeats the issuer of ${first}`, faults);
  const subjects = issuers.flatMap(({ fields, place }) => {
    const own = readList(fields.subjects, `${place}.subjects`);
    checkUnique(own, 'subject', (first) => `repeats the subject of ${first}`, faults);
    return own;
  });
  for (const client of [...keys, ...subjects]) checkRights(client, connections, faults);
  checkShares([...keys, ...subjects], faults);
}

/** A client has one share, whichever of its credentials it uses. */
function checkShares(items: readonly UncheckedItem[], faults: Faults): void {
  const first = new Map<unknown, UncheckedItem>();
  const isValid = ({ at }: UncheckedItem): boolean =>
    !['client', 'subject', 'share'].some((name) => faults.has(`${at}/${name}`));
  for (const item of items.filter(isValid)) {
    const { subject, client = subject, share = 1 } = item.fields;
    const other = first.get(client);
    if (other === undefined) first.set(client, item);
    else if (share !== (other.fields.share ?? 1))
      faults.add(`${item.at}/share`, `must be the same as in ${other.place}, for the same client`);
  }
}

function checkRights(
  { fields, at, place }: UncheckedItem,
  connections: readonly string[],
  faults: Faults,
): void {
  if (fields.grants !== undefined)
    for (const name of ['connections', 'access'])
      if (fields[name] !== undefined)
        faults.add(`${at}/${name}`, 'cannot be combined with grants; move it into one of them');
  for (const grant of [{ fields, at }, ...readList(fields.grants, `${place}.grants`)]) {
    const names: readonly unknown[] = Array.isArray(grant.fields.connections)
      ? grant.fields.connections
      : [];
    names.forEach((name, index) => {
      if (typeof name === 'string' && name !== '*' && !connections.includes(name))
        faults.add(`${grant.at}/connections/${index}`, 'must be "*" or the name of a connection');
    });
  }
}

/** An item of a list of the file, before validation. */
interface UncheckedItem {
  readonly fields: JsonObject;
  /** RFC 6901 pointer. */
  readonly at: string;
  /** The place as people write it: `auth.apiKeys[0]`. */
  readonly place: string;
}

/** @param listPlace the place of the list, as people write it */
function readList(list: unknown, listPlace: string): UncheckedItem[] {
  const items: readonly unknown[] = Array.isArray(list) ? list : [];
  const listAt = `/${listPlace.replace(/\[(\d+)\]/g, '/$1').replaceAll('.', '/')}`;
  return items.flatMap((fields, index) =>
    isRecord(fields) ? [{ fields, at: `${listAt}/${index}`, place: `${listPlace}[${index}]` }] : [],
  );
}

function checkUnique(
  items: readonly UncheckedItem[],
  field: 'sha256' | 'issuer' | 'subject',
  reasonFor: (firstPlace: string) => string,
  faults: Faults,
): void {
  const firstPlaces = new Map<string, string>();
  for (const { fields, at, place } of items) {
    const value = fields[field];
    if (typeof value !== 'string') continue;
    const comparable = field === 'sha256' ? (parseSha256(value) ?? value) : value;
    const firstPlace = firstPlaces.get(comparable);
    if (firstPlace === undefined) firstPlaces.set(comparable, place);
    else faults.add(`${at}/${field}`, reasonFor(firstPlace));
  }
}
