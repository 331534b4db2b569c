import type { IncomingMessage } from 'node:http';

/** A request as it came off the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly path: string;
  /** Names and values as sent, in their order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads a request to its end. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const { method = '', url = '', rawHeaders } = message;
  return { method, path: url, headers: pairs(rawHeaders), body: Buffer.concat(parts).toString() };
}

/** The value of a header, whatever the case of its name. */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name.toLowerCase())?.[1];
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
