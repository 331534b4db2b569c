import { IncomingMessage, ServerResponse, type Server } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { ServerTls } from '../../config';
import { plainOrTlsServer } from './plain-or-tls-server';
import { RouteTable, type RouteHandler } from './route-table';
import { sendProblem } from './problems/send-problem';
import { sendJson } from './send-json';

/** How often Node looks for requests that exceed `headersTimeout` or `requestTimeout`. */
const TIMEOUT_CHECK_INTERVAL_MS = 5_000;

/**
 * Express for Nest, faster for the routes of controllers: one table finds the route, where Express tries
 * one after the other, and objects are sent as JSON without Express. Everything else goes through
 * Express: static files, other kinds of replies, and addresses without a route.
 */
export class RouteTableAdapter extends ExpressAdapter {
  readonly table = new RouteTable();
  private pipeline: RequestHandler = (_request, _response, next) => {
    next();
  };

  /** @param tls absent: plain HTTP */
  constructor(private readonly tls?: ServerTls) {
    super();
  }

  /** Sets the handler that every request passes before its route or Express. */
  usePipeline(pipeline: RequestHandler): void {
    this.pipeline = pipeline;
  }

  override get(...route: unknown[]): void {
    this.register('GET', route);
  }

  override put(...route: unknown[]): void {
    this.register('PUT', route);
  }

  override post(...route: unknown[]): void {
    this.register('POST', route);
  }

  override patch(...route: unknown[]): void {
    this.register('PATCH', route);
  }

  override delete(...route: unknown[]): void {
    this.register('DELETE', route);
  }

  override options(...route: unknown[]): void {
    this.register('OPTIONS', route);
  }

  override reply(response: Response, body: unknown, status?: number): unknown {
    if (status !== undefined) response.statusCode = status;
    return sendJson(response, body) ? response : (super.reply(response, body) as unknown);
  }

  override initHttpServer(): void {
    this.httpServer = this.createServer(this.tls);
  }

  /**
   * @param tls absent: plain HTTP
   * @param divert answers the requests that do not belong to the API; returns whether it has
   */
  createServer(
    tls?: ServerTls,
    divert: (request: Request, response: Response) => boolean = () => false,
  ): Server {
    const express = this.getInstance<Express>();
    const options = {
      ...expressMessageClasses(express),
      requireHostHeader: false, // the pipeline checks it: Node's own refusal is no problem document
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
    };
    const server: unknown = plainOrTlsServer(options, tls, (request, response) => {
      request.url = originForm(request.url ?? '/');
      if (divert(request as Request, response as Response)) return;
      this.handle(express, request as Request, response as Response);
    });
    return server as Server;
  }

  private register(method: string, route: readonly unknown[]): void {
    const [path, handler] = route as [string, RouteHandler];
    this.table.add(method, path, handler);
  }

  private handle(express: Express, request: Request, response: Response): void {
    request.res = response;
    request.originalUrl = request.url;
    response.locals = {};
    this.pipeline(request, response, (error?: unknown) => {
      if (error !== undefined) {
        sendProblem(request, response, error);
        return;
      }
      const { matchedRoute } = request;
      const handler = matchedRoute?.handlerOf(request.method);
      if (matchedRoute === undefined || handler === undefined) {
        express(request, response);
        return;
      }
      request.params = matchedRoute.parametersOf(request.pathSegments);
      handler(request, response, (failure?: unknown) => {
        sendProblem(request, response, failure);
      });
    });
  }
}

/** Scheme and host of an absolute target. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/** The path and query of a request target: servers must accept its absolute form too (RFC 9112 §3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/') || !ORIGIN.test(target)) return target;
  const rest = target.replace(ORIGIN, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}

/**
 * Classes with Express's prototypes. Express itself changes the prototype of every request and response,
 * which makes V8 give each object a hidden class of its own.
 */
function expressMessageClasses(express: Express) {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse extends ServerResponse {}
  Object.setPrototypeOf(ExpressRequest.prototype, express.request);
  // replaces Express's getter, which parses the query leniently at each access
  Object.defineProperty(ExpressRequest.prototype, 'query', { value: {}, writable: true });
  Object.setPrototypeOf(ExpressResponse.prototype, express.response);
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}
