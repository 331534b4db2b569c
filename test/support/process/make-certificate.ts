import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths of PEM files. */
export interface Certificate {
  /** The certificate of the authority that has signed `cert`. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority and a certificate that names the hosts `localhost` and `vendor.example` and no address, in this folder. */
export function makeCertificate(folder: string): Certificate {
  const at = (name: string) => join(folder, name);
  const openssl = (...parameters: string[]) =>
    execFileSync('openssl', parameters, { cwd: folder, stdio: 'ignore' });
  const subject = (name: string) => ['-nodes', '-subj', `/CN=${name}`, '-newkey', 'ec'];
  const curve = ['-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  openssl('req', '-x509', ...subject('test'), ...curve, '-keyout', 'ca.key', '-out', 'ca.crt');
  openssl('req', ...subject('server'), ...curve, '-keyout', 'server.key', '-out', 'server.csr');
  writeFileSync(at('names.cnf'), 'subjectAltName=DNS:localhost,DNS:vendor.example');
  const sign = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names.cnf'];
  openssl('x509', '-req', '-in', 'server.csr', ...sign, '-out', 'server.crt');
  return { ca: at('ca.crt'), cert: at('server.crt'), key: at('server.key') };
}
