import { request } from 'node:http';

export type RawHeaders = Readonly<Record<string, string | readonly string[]>>;

/** The status, and the members of the body if it is a JSON object. */
export interface RawReply {
  readonly status: number;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly reason: string }[];
}

export type RawCall = (
  method: string,
  path: string,
  body?: Buffer | string,
  headers?: RawHeaders,
) => Promise<RawReply>;

/** Creates a function that sends exact bytes with exact headers, many of which `fetch` would refuse. */
export function createRawCall(url: string, key: string): RawCall {
  const { hostname, port } = new URL(url);
  return (method, path, body = '', headers = {}) =>
    new Promise((resolve, reject) => {
      const content = body.length > 0 && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const sent = request({
        hostname,
        port,
        method,
        path,
        headers: {
          authorization: `Bearer ${key}`,
          prefer: 'wait=0',
          ...content,
          ...(headers as Record<string, string | string[]>),
        },
      });
      sent.on('error', reject);
      sent.on('response', (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('error', reject);
        reply.on('end', () => {
          const [line = ''] = Buffer.concat(parts).toString().split('\n');
          const members = line.startsWith('{') ? (JSON.parse(line) as object) : {};
          resolve({ ...members, status: reply.statusCode ?? 0 });
        });
      });
      sent.end(body);
    });
}
