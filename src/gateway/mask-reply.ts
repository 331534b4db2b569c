import { pipeline, Transform, type Readable } from 'node:stream';
import { formsOf, type Secrets } from '../core/mask-secrets';
import type { SignedRequest } from '../core/upstream';

/** Shorter values would also be found where they mean something else. */
const MIN_SECRET_LENGTH = 6;

/** The secrets that a request carries, in its headers and its query, as a vendor may repeat them. */
export function secretsIn(
  { secretHeaders, secretParameters = [] }: Secrets,
  { headers, path }: SignedRequest,
): readonly string[] {
  const secrets = valuesOf(secretParameters, path);
  for (const name in headers)
    if (secretHeaders.includes(name.toLowerCase())) secrets.push(headers[name] ?? '');
  return secrets.filter(({ length }) => length >= MIN_SECRET_LENGTH).flatMap(formsOf);
}

function valuesOf(parameters: readonly string[], path: string): string[] {
  if (parameters.length === 0) return [];
  const query = new URLSearchParams(path.split(/\?(.*)/s)[1] ?? '');
  return parameters.flatMap((name) => query.getAll(name));
}

/** A vendor that repeats a secret of the request must not tell it to the client: it becomes asterisks. */
export function maskReply(body: Buffer, secrets: readonly string[]): Buffer {
  const found = secrets.filter((secret) => body.includes(secret));
  return found.length === 0 ? body : overwrite(Buffer.from(body), found);
}

function overwrite(bytes: Buffer, secrets: readonly string[]): Buffer {
  for (const secret of secrets)
    for (let at = bytes.indexOf(secret); at !== -1; at = bytes.indexOf(secret, at))
      bytes.fill('*', at, at + Buffer.byteLength(secret));
  return bytes;
}

/** The same for a stream, which fails with the errors of `body`. */
export function maskStream(body: Readable, secrets: readonly string[]): Readable {
  if (secrets.length === 0) return body;
  const longest = Math.max(...secrets.map((secret) => Buffer.byteLength(secret)));
  let kept: Buffer = Buffer.alloc(0); // the beginning of a secret may be at its end
  const mask = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      const bytes = overwrite(Buffer.concat([kept, chunk]), secrets);
      const end = Math.max(0, bytes.length - longest + 1);
      kept = bytes.subarray(end);
      callback(null, bytes.subarray(0, end));
    },
    flush(callback) {
      callback(null, kept);
    },
  });
  return pipeline(body, mask, () => undefined); // a failure destroys both
}
