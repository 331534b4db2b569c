import type { Draw, UpstreamRequest } from '../core/upstream';

/** A request that may still change while it waits for its tokens. */
export interface Latest {
  /** As it is now; none where nothing is left to send. */
  request(): UpstreamRequest | undefined;
  /** Told once its tokens are there: from now on it stays as it is. */
  setOff(): void;
}

export const unchanging = (request: UpstreamRequest): Latest => ({
  request: () => request,
  setOff: () => undefined,
});

export function sameDraws(one: readonly Draw[], other: readonly Draw[]): boolean {
  return (
    one === other ||
    (one.length === other.length &&
      one.every(
        ({ quota, tokens }, index) =>
          quota === other[index]?.quota && tokens === other[index].tokens,
      ))
  );
}
