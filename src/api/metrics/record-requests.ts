import type { RequestHandler } from 'express';
import type { Metrics } from './metrics';

/** Records the duration of every request; requests without a route share the label `none`. */
export function recordRequests(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on('close', () => {
      const { route } = response.locals as { readonly route?: string };
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics.recordRequest(route ?? 'none', request.method, response.statusCode, seconds);
    });
    next();
  };
}
