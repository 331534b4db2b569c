import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Faults } from './faults';
import { failureCode, type ReadFile } from './read-file';

/**
 * @param setting a text in PEM, or the path of a file that has it
 * @returns the text; undefined if there is none, or after adding a fault if the file cannot be read
 */
export function readPem(
  setting: string | undefined,
  at: string,
  { faults, readFile }: { readonly faults: Faults; readonly readFile: ReadFile },
): string | undefined {
  if (setting === undefined || setting.includes('-----BEGIN')) return setting;
  try {
    return readFile(setting);
  } catch (error) {
    faults.add(at, `must be a text in PEM or a file that can be read (${failureCode(error)})`);
    return undefined;
  }
}

/**
 * Adds a fault for each text that TLS cannot use, or else one if it cannot use them together.
 * @param at pointer of the section that has the texts under these names
 */
export function checkCertificates(
  texts: Readonly<Partial<Record<'ca' | 'cert' | 'key', string | undefined>>>,
  at: string,
  faults: Faults,
): void {
  const codes = Object.entries(texts).map(([name, text]) => {
    const code = findTlsFault({ [name]: text });
    if (code !== undefined) faults.add(`${at}/${name}`, `cannot be used by TLS (${code})`);
    return code;
  });
  if (codes.some((code) => code !== undefined)) return;
  const code = findTlsFault(texts);
  if (code !== undefined)
    faults.add(at, `has a certificate and a key that do not belong together (${code})`);
}

function findTlsFault(options: SecureContextOptions): string | undefined {
  try {
    createSecureContext(options);
    return undefined;
  } catch (error) {
    return failureCode(error);
  }
}

/** Adds a fault if this is no certificate: TLS would ignore it and trust no one. */
export function checkAuthorities(pem: string, at: string, faults: Faults): void {
  try {
    new X509Certificate(pem);
  } catch (error) {
    faults.add(at, `has no certificate (${failureCode(error)})`);
  }
}
