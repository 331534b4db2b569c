import type { NextFunction, Request, Response } from 'express';

type Handler = (request: Request, response: Response, next: NextFunction) => unknown;

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH'];

/** An address and what answers there. */
export class Route {
  readonly segments: readonly string[];
  /** As OpenAPI writes it: `/v1/connections/{connection}`. */
  readonly template: string;
  private readonly handlers = new Map<string, Handler>();
  /** Where in the path which parameter is, and where it has to be which text. */
  private readonly parameters: readonly (readonly [name: string, index: number])[];
  private readonly texts: readonly (readonly [text: string, index: number])[];

  /** @param path as Nest writes it: `/v1/connections/:connection` */
  constructor(path: string) {
    this.segments = path.split('/');
    this.template = this.segments.map((part) => part.replace(/^:(.*)/, '{$1}')).join('/');
    const parts = this.segments.map((part, index) => [part, index] as const);
    this.texts = parts.filter(([part]) => !part.startsWith(':'));
    this.parameters = parts.flatMap(([part, index]) =>
      part.startsWith(':') ? [[part.slice(1), index]] : [],
    );
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
    return this.texts.every(([text, index]) => text === path[index]);
  }

  /** @throws URIError where a segment is not percent-encoded UTF-8 */
  parametersOf(path: string): Record<string, string> {
    const parts = path.split('/');
    const found: Record<string, string> = {};
    for (const [name, index] of this.parameters)
      found[name] = decodeURIComponent(parts[index] ?? '');
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
