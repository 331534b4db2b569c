import type { RequestHandler } from 'express';
import type { Metrics } from './metrics';

/** Counts every request under its route; what has none is counted together. */
export function recordRequests(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      const { route } = response.locals as { readonly route?: string };
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics.recordRequest(route ?? 'none', request.method, response.statusCode, seconds);
    });
    next();
  };
}
