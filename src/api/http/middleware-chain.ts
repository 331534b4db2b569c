import type { RequestHandler } from 'express';

/**
 * Runs handlers in order as one handler; an error skips the rest. Unlike `app.use`, it does not match the
 * path and wrap the request for each handler.
 */
export function chain(handlers: readonly RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let index = 0;
    const next = (error?: unknown): void => {
      const handler = handlers[index];
      index += 1;
      if (error !== undefined || handler === undefined) {
        done(error);
        return;
      }
      try {
        void handler(request, response, next);
      } catch (thrown) {
        done(thrown);
      }
    };
    next();
  };
}
