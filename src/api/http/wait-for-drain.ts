import type { Response } from 'express';

/** Resolves when the response accepts more data or its connection is closed. */
export const waitForDrain = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle);
      resolve();
    };
    response.on('drain', settle).on('close', settle);
  });
