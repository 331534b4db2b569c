import { isRecord } from '../validation';
import type { Faults } from './faults';
import { ApiKeySection, type AuthSection } from './sections/auth';
import type { AuthSettings } from './settings';

/** The keys with their hashes in lower case; and the fault of a gateway that nobody could call. */
export function authOf(section: AuthSection, faults: Faults): AuthSettings {
  const apiKeys = section.apiKeys.map((key) =>
    Object.assign(new ApiKeySection(), key, { sha256: key.sha256.toLowerCase() }),
  );
  if (apiKeys.length === 0 && !section.jwt)
    faults.add('/auth', 'must have an API key or jwt: nobody could call the gateway');
  return { apiKeys, ...(section.jwt && { jwt: section.jwt }) };
}

/**
 * What only shows when keys and connections are looked at together. Works on what the file says, so
 * that another fault in the section hides none of these.
 */
export function checkKeys(auth: unknown, connections: readonly string[], faults: Faults): void {
  const keys = isRecord(auth) && Array.isArray(auth.apiKeys) ? auth.apiKeys : [];
  const hashes = keys.map((key) => (isRecord(key) ? String(key.sha256).toLowerCase() : ''));
  keys.forEach((key, index) => {
    if (!isRecord(key)) return;
    const at = `/auth/apiKeys/${index}`;
    const first = hashes.indexOf(hashes[index] ?? '');
    if (first < index && typeof key.sha256 === 'string')
      faults.add(`${at}/sha256`, `is the key of auth.apiKeys[${first}] once more`);
    const names: readonly unknown[] = Array.isArray(key.connections) ? key.connections : [];
    names.forEach((name, place) => {
      if (typeof name === 'string' && name !== '*' && !connections.includes(name))
        faults.add(`${at}/connections/${place}`, 'must be "*" or the name of a connection');
    });
  });
}
