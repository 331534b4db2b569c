import type { NextFunction, Request, Response } from 'express';

type Handler = (request: Request, response: Response, next: NextFunction) => unknown;

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'];

/** An address and what answers there. */
class Route {
  readonly segments: readonly string[];
  /** As OpenAPI writes it: `/v1/connections/{connection}`. */
  readonly template: string;
  private readonly handlers = new Map<string, Handler>();

  /** @param path as Nest writes it: `/v1/connections/:connection` */
  constructor(path: string) {
    this.segments = path.split('/');
    this.template = this.segments.map((part) => part.replace(/^:(.*)/, '{$1}')).join('/');
  }

  /** In upper case. */
  get methods(): readonly string[] {
    return METHODS.filter((method) => this.handlers.has(method));
  }

  add(method: string, handler: Handler): void {
    this.handlers.set(method, handler);
  }

  /** HEAD is GET without the body. */
  handlerOf(method: string): Handler | undefined {
    return this.handlers.get(method === 'HEAD' ? 'GET' : method);
  }

  matches(path: readonly string[]): boolean {
    return this.segments.every(
      (segment, index) => segment.startsWith(':') || segment === path[index],
    );
  }

  /** @throws URIError where a segment is not percent-encoded UTF-8 */
  parametersOf(path: string): Record<string, string> {
    const parts = path.split('/');
    const found: Record<string, string> = {};
    for (const [index, segment] of this.segments.entries())
      if (segment.startsWith(':')) found[segment.slice(1)] = decodeURIComponent(parts[index] ?? '');
    return found;
  }
}

/** Every address that has something, and the methods it has. */
export class RouteTable {
  /** By the number of segments. */
  private readonly routes = new Map<number, Route[]>();

  add(method: string, path: string, handler: Handler): void {
    const { length } = path.split('/');
    const alike = this.routes.get(length) ?? [];
    const known = alike.find(({ segments }) => segments.join('/') === path);
    const route = known ?? new Route(path);
    route.add(method, handler);
    if (known === undefined) this.routes.set(length, [...alike, route]);
  }

  get all(): readonly Route[] {
    return [...this.routes.values()].flat();
  }

  /** The route of a path that is still percent-encoded. */
  find(path: string): Route | undefined {
    const segments = path.split('/');
    return this.routes.get(segments.length)?.find((route) => route.matches(segments));
  }
}
