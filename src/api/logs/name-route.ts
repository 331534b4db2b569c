import type { RequestHandler } from 'express';
import type { RouteTable } from '../front-door/route-table';

/** Finds out which documented route is meant, for logs, metrics and what follows. */
export function nameRoute(table: RouteTable): RequestHandler {
  return (request, response, next) => {
    response.locals.route = table.find(request.path)?.template;
    next();
  };
}
