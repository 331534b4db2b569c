import type { RequestHandler } from 'express';
import type { RouteTable } from './route-table';

/** Finds out which documented route is meant, for logs, metrics and what follows. */
export function matchRoute(table: RouteTable): RequestHandler {
  return (request, response, next) => {
    request.matched = table.find(request.path);
    response.locals.route = request.matched?.template;
    next();
  };
}
