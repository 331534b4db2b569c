import type { NextFunction, Request, RequestHandler, Response } from 'express';

export type RouteHandler = (request: Request, response: Response, next: NextFunction) => unknown;

const METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];

/** A path with its handlers by method. */
export class Route {
  readonly segments: readonly string[];
  /** The path as OpenAPI writes it: `/v1/connections/{connection}`. */
  readonly template: string;
  /** The last segment is `*name`: it stands for one segment or more. */
  readonly isPrefix: boolean;
  private readonly handlers = new Map<string, RouteHandler>();
  private readonly parameters: readonly (readonly [name: string, index: number])[];
  /** The fixed segments of the path. */
  private readonly texts: readonly (readonly [text: string, index: number])[];

  /** @param path as Nest writes it: `/v1/connections/:connection` */
  constructor(path: string) {
    this.segments = path.split('/');
    this.isPrefix = this.segments.at(-1)?.startsWith('*') === true;
    this.template = this.segments.map((segment) => segment.replace(/^[:*](.*)/, '{$1}')).join('/');
    const indexed = this.segments.map((segment, index) => [segment, index] as const);
    this.texts = indexed.filter(([segment]) => !/^[:*]/.test(segment));
    this.parameters = indexed.flatMap(([segment, index]) =>
      segment.startsWith(':') ? [[segment.slice(1), index]] : [],
    );
  }

  /** The supported methods in upper case, without HEAD. */
  get methods(): readonly string[] {
    return METHODS.filter((method) => this.handlers.has(method));
  }

  add(method: string, handler: RouteHandler): void {
    this.handlers.set(method, handler);
  }

  /** The handler of a method; HEAD uses that of GET. */
  handlerOf(method: string): RouteHandler | undefined {
    return this.handlers.get(method === 'HEAD' ? 'GET' : method);
  }

  /** @param segments of a path with as many segments as this route, still percent-encoded */
  matches(segments: readonly string[]): boolean {
    return this.texts.every(([text, index]) => text === segments[index]);
  }

  /**
   * The decoded parameters of a path that matches.
   * @throws URIError if a parameter is not percent-encoded UTF-8
   */
  parametersOf(segments: readonly string[]): Record<string, string> {
    const parameters: Record<string, string> = {};
    for (const [name, index] of this.parameters)
      parameters[name] = decodeURIComponent(segments[index] ?? '');
    return parameters;
  }
}

/** All routes of the gateway. */
export class RouteTable {
  private readonly prefixes: Route[] = [];
  /** By number of segments. */
  private readonly routes = new Map<number, Route[]>();

  /** @param path as Nest writes it: `/v1/connections/:connection` */
  add(method: string, path: string, handler: RouteHandler): void {
    const { length } = path.split('/');
    const isPrefix = /\/\*[^/]*$/.test(path);
    const sameLength = isPrefix ? this.prefixes : (this.routes.get(length) ?? []);
    const known = sameLength.find(({ segments }) => segments.join('/') === path);
    const route = known ?? new Route(path);
    route.add(method, handler);
    if (known !== undefined) return;
    if (isPrefix) this.prefixes.push(route);
    else this.routes.set(length, [...sameLength, route]);
  }

  get all(): readonly Route[] {
    return [...[...this.routes.values()].flat(), ...this.prefixes];
  }

  /**
   * The route of a path: one that has this method, if there is one. A fixed segment and a parameter may match
   * the same path, such as `values` and a key.
   * @param segments still percent-encoded
   */
  find(segments: readonly string[], method: string): Route | undefined {
    const matching = this.matching(segments);
    return matching.find((route) => route.handlerOf(method) !== undefined) ?? matching[0];
  }

  /** The methods that some route of the path supports, in upper case, without HEAD. */
  methodsOf(segments: readonly string[]): readonly string[] {
    const supported = new Set(this.matching(segments).flatMap(({ methods }) => methods));
    return METHODS.filter((method) => supported.has(method));
  }

  private matching(segments: readonly string[]): readonly Route[] {
    const sameLength = this.routes.get(segments.length)?.filter((route) => route.matches(segments));
    return sameLength?.length
      ? sameLength
      : this.prefixes.filter(
          (route) => segments.length >= route.segments.length && route.matches(segments),
        );
  }
}

/** Finds the route of each request, for the pipeline, the log, traces and metrics. */
export function matchRoute(table: RouteTable): RequestHandler {
  return (request, response, next) => {
    const segments = request.path.split('/');
    const route = table.find(segments, request.method);
    request.pathSegments = segments;
    request.matchedRoute = route;
    if (route !== undefined && route.handlerOf(request.method) === undefined)
      request.supportedMethods = table.methodsOf(segments);
    response.locals.route = request.matchedRoute?.template;
    next();
  };
}
