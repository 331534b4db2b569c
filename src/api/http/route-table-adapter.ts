import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { RouteTable } from './route-table';
import { sendProblem } from './problems/send-problem';
import { sendJson } from './send-json';

type Handler = (request: Request, response: Response, next: NextFunction) => unknown;

/** How often it is looked for callers that take too long to send their request. */
const LOOK_MS = 5_000;

/**
 * Express' adapter, but for what is called often: Nest's routes stand in one table, where Express would
 * try one after the other, and JSON is sent as it is. Everything else goes Express' way: pages, and what
 * is nowhere.
 */
export class RouteTableAdapter extends ExpressAdapter {
  readonly table = new RouteTable();
  private before: RequestHandler = (_request, _response, next) => {
    next();
  };

  /** What every request goes through first. */
  usePipeline(before: RequestHandler): void {
    this.before = before;
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

  override reply(response: Response, body: unknown, status?: number): unknown {
    if (status !== undefined) response.statusCode = status;
    return sendJson(response, body) ? response : (super.reply(response, body) as unknown);
  }

  override initHttpServer(): void {
    const express = this.getInstance<Express>();
    const options = {
      ...kindsOf(express),
      requireHostHeader: false, // Node's own refusal is no problem document
      connectionsCheckingInterval: LOOK_MS,
    };
    this.httpServer = createServer(options, (request, response) => {
      this.handle(express, request as Request, response as Response);
    });
  }

  private register(method: string, route: readonly unknown[]): void {
    const [path, handler] = route as [string, Handler];
    this.table.add(method, path, handler);
  }

  private handle(express: Express, request: Request, response: Response): void {
    request.res = response;
    request.originalUrl = request.url;
    response.locals = {};
    this.before(request, response, (error?: unknown) => {
      if (error !== undefined) {
        sendProblem(request, response, error);
        return;
      }
      const { matched } = request;
      const handler = matched?.handlerOf(request.method);
      if (matched === undefined || handler === undefined) {
        express(request, response);
        return;
      }
      request.params = matched.parametersOf(request.path);
      handler(request, response, (failure?: unknown) => {
        sendProblem(request, response, failure);
      });
    });
  }
}

/** Express gives each request and response these prototypes, one by one; here they are born with them. */
function kindsOf(express: Express) {
  class ExpressRequest extends IncomingMessage {}
  class ExpressResponse extends ServerResponse {}
  Object.setPrototypeOf(ExpressRequest.prototype, express.request);
  // which Express would parse leniently, whenever it is asked for
  Object.defineProperty(ExpressRequest.prototype, 'query', { value: {}, writable: true });
  Object.setPrototypeOf(ExpressResponse.prototype, express.response);
  return { IncomingMessage: ExpressRequest, ServerResponse: ExpressResponse };
}
