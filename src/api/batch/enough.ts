import { setMaxListeners } from 'node:events';
import type { Response } from 'express';

/** Told when nothing is worth waiting for any more: the caller has hung up, or this replica drains. */
export function enoughOf(
  response: Response,
  hangUp: AbortSignal,
  draining: AbortSignal,
): AbortSignal {
  const enough = new AbortController();
  setMaxListeners(0, enough.signal); // hundreds wait at once
  const stop = (): void => {
    enough.abort();
  };
  hangUp.addEventListener('abort', stop);
  draining.addEventListener('abort', stop);
  response.once('close', () => {
    draining.removeEventListener('abort', stop);
  });
  return enough.signal;
}
