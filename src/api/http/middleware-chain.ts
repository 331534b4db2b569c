import type { RequestHandler } from 'express';

/**
 * Steps as one: each goes on to the next, and an error goes past all that are left. Express would look
 * at the address and wrap the request anew for each of them.
 */
export function chain(steps: readonly RequestHandler[]): RequestHandler {
  return (request, response, done) => {
    let index = 0;
    const next = (error?: unknown): void => {
      const step = steps[index];
      index += 1;
      if (error !== undefined || step === undefined) {
        done(error);
        return;
      }
      try {
        void step(request, response, next);
      } catch (thrown) {
        done(thrown);
      }
    };
    next();
  };
}
