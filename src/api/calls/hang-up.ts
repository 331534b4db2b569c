import { setMaxListeners } from 'node:events';
import type { Response } from 'express';

/** A signal that is told when the caller closes the connection before the answer is written. */
export function hangUpOf(response: Response): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // of a batch, hundreds wait at once
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new CallerGone());
  });
  return controller.signal;
}

/** Nobody is there to read an answer. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}
