import type { Secrets } from '../core/mask-secrets';
import type { SignedRequest } from '../core/upstream';
import type { BytesReply } from '../transport';

/** Shorter values would also be found where they mean something else. */
const MIN_SECRET_LENGTH = 6;

/** The secrets that a request carries, in its headers and its query. */
export function secretsIn(
  { secretHeaders, secretParameters = [] }: Secrets,
  { headers, path }: SignedRequest,
): readonly string[] {
  const inHeaders = Object.entries(headers).flatMap(([name, value]) =>
    secretHeaders.includes(name.toLowerCase()) ? [value] : [],
  );
  const query = new URLSearchParams(path.split('?')[1] ?? '');
  return [...inHeaders, ...secretParameters.flatMap((name) => query.getAll(name))].filter(
    ({ length }) => length >= MIN_SECRET_LENGTH,
  );
}

/** A vendor that repeats a secret of the request must not tell it to the client: it becomes asterisks. */
export function maskReply(reply: BytesReply, secrets: readonly string[]): BytesReply {
  const found = secrets.filter((secret) => reply.body.includes(secret));
  if (found.length === 0) return reply;
  const body = Buffer.from(reply.body);
  for (const secret of found)
    for (let at = body.indexOf(secret); at !== -1; at = body.indexOf(secret, at))
      body.fill('*', at, at + Buffer.byteLength(secret));
  return { ...reply, body };
}
