import type { IncomingMessage } from 'node:http';

/** A request exactly as received. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly path: string;
  /** Names and values as sent, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export interface WireReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads a request with its whole body. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const { method = '', url = '', rawHeaders } = message;
  return { method, path: url, headers: pairs(rawHeaders), body: Buffer.concat(parts).toString() };
}

/** The first value of a header; the name is compared without regard to case. */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  return headers.find(([sent]) => sent.toLowerCase() === name.toLowerCase())?.[1];
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
