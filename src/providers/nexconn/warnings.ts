import type { Operation } from '../../core/operation';

/** "Set community message metadata" allows 100 pairs in a request, the SDK's reference only 20. */
const SDK_MAX_COMMUNITY_PAIRS = 20;

/** @param communityPairs the most pairs of one request for a community message */
export function findWarnings({ name, call }: Operation, communityPairs: number): string[] {
  const isDoubtful =
    name === 'message.set' &&
    call.target.channelType === 'community' &&
    Math.min(call.entries.length, communityPairs) > SDK_MAX_COMMUNITY_PAIRS;
  return isDoubtful
    ? [
        'a vendor call has more than 20 pairs; the vendor documents a limit of 100 in one place and of 20 in another',
      ]
    : [];
}
