import type { OpenAPIObject } from '@nestjs/swagger';

interface Route {
  readonly segments: readonly string[];
  /** In upper case. */
  readonly methods: readonly string[];
  readonly template: string;
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** Every documented address and the methods it has; what is not documented does not exist. */
export class RouteTable {
  private readonly routes: readonly Route[];

  constructor(document: OpenAPIObject) {
    this.routes = Object.entries(document.paths).map(([template, item]) => ({
      template,
      segments: template.split('/'),
      methods: METHODS.filter((method) => method in item).map((method) => method.toUpperCase()),
    }));
  }

  /** The route of a path that is still percent-encoded. */
  find(path: string): Route | undefined {
    const segments = path.split('/');
    return this.routes.find((route) => matches(route.segments, segments));
  }
}

function matches(template: readonly string[], path: readonly string[]): boolean {
  return (
    template.length === path.length &&
    template.every((segment, index) => segment.startsWith('{') || segment === path[index])
  );
}
