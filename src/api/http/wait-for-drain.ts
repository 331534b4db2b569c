import type { Response } from 'express';

/** Resolves when there is room for more, or nobody is there any more to read it. */
export const waitForDrain = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      response.off('drain', go).off('close', go);
      resolve();
    };
    response.on('drain', go).on('close', go);
  });
