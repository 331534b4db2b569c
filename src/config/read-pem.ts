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

/** Adds a fault if TLS cannot be used with these certificates and this key. */
export function checkCertificates(options: SecureContextOptions, at: string, faults: Faults): void {
  try {
    createSecureContext(options);
  } catch (error) {
    faults.add(at, `has a certificate or key that cannot be used (${failureCode(error)})`);
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
