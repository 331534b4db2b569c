import type { IncomingMessage } from 'node:http';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { Grant } from '../../config';
import type { GatewayError } from '../../core/gateway-error';
import type { ChannelType } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Span } from '../../core/trace';
import type { Route } from './route-table';

declare module 'http' {
  interface IncomingMessage {
    /** Returned in `X-Request-Id`. */
    id: string;
    log: Logger;
    /** Of the request's path, still percent-encoded; the first one is empty. */
    pathSegments: readonly string[];
    /** The route at the request's path; undefined if there is none. */
    matchedRoute?: Route | undefined;
    /** The methods of the path, where it does not support that of the request. */
    supportedMethods?: readonly string[];
    /** The ids of the vendor calls made for this request, where the vendor has ids. */
    vendorRequestIds?: string[];
    /** W3C trace id; absent if neither the caller nor the gateway traces the request. */
    traceId?: string;
  }
}

/** The client that the credentials of a request belong to. */
export interface Client {
  readonly name: string;
  /** Share of a contended quota relative to other clients. */
  readonly weight: number;
  /** The most of each quota that the client uses, below 1; without it, all. */
  readonly share?: number;
  /** An access to a connection is allowed if one of these allows it. */
  readonly grants: readonly Grant[];
  /** The most calls of the client that are under way on this replica; without it, any number. */
  readonly maxConcurrent?: number;
  /** The configured name of the API key, if it has one. */
  readonly key?: string;
}

/** The operation of a request without the ids of its target: safe in logs. */
export interface RequestedOperation {
  readonly name: OperationName;
  /** Of a configured connection. */
  readonly connection: string;
  readonly channelType: ChannelType;
}

/** A client's own vendor request without the ids in its path: safe in logs. */
export interface RequestedVendorCall {
  /** A configured connection. */
  readonly connection: string;
  /** Method and path of the configured route: `GET /v3/users/{id}`. */
  readonly route: string;
}

/** A request that has passed the request pipeline. */
export interface ApiRequest extends Request {
  /** Present on every route that is not public. */
  caller?: Client;
  /** Present on routes of metadata and counters of an existing connection. */
  operation?: RequestedOperation;
  /** Present on vendor calls that the configuration lists. */
  vendorCall?: RequestedVendorCall;
  span?: Span;
}

/** A header of a request by its name in lower case. Node.js joins a repeated one with commas. */
export const headerOf = ({ headers }: IncomingMessage, name: string): string | undefined =>
  headers[name] as string | undefined; // only Set-Cookie is a list

/** The facts that a response has in `locals`, for the log, traces and metrics. */
export interface ResponseFacts {
  /** Template of the route. */
  readonly route?: string;
  /** The reason why the request was refused or failed. */
  readonly failure?: GatewayError;
}

/** @throws TypeError if the request did not come from the HTTP server */
export function responseOf({ res }: ApiRequest): Response {
  if (res === undefined) throw new TypeError('The request has no response.');
  return res;
}
