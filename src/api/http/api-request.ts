import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Access } from '../../config';
import type { Span } from '../../core/trace';
import type { Route } from './route-table';

declare module 'http' {
  interface IncomingMessage {
    /** Comes back in `X-Request-Id`. */
    id: string;
    log: Logger;
    /** What is at its address; absent where nothing is. */
    matched?: Route | undefined;
    /** Of the W3C; absent where nobody traces the request. */
    traceId?: string;
  }
}

/** Who calls, as the credentials say. */
export interface Client {
  readonly name: string;
  /** Share of a contended quota relative to other clients. */
  readonly weight: number;
  readonly access: readonly Access[];
  /** Names, or `*` for all. */
  readonly connections: readonly string[];
}

/** A request behind the front door: it has an id, a log, and on closed routes a client. */
export interface ApiRequest extends Request {
  caller?: Client;
  span?: Span;
}

export function responseOf({ res }: ApiRequest): Response {
  if (res === undefined) throw new TypeError('Express gives every request its response.');
  return res;
}
