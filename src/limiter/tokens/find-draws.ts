import type { Draw, DrawnQuota } from '../../core/upstream';
import { ChannelQuota } from '../channel-quota';
import type { Bucket, BucketDraw } from '../bucket';
import { invalidDraw } from '../refusals';
import type { TokenStore } from './token-store';

/** The bucket of a quota; of a quota per channel, that of the channel, which is made if there is none. */
export function bucketOf(
  buckets: ReadonlyMap<string, Bucket>,
  { quota, channel }: DrawnQuota,
  nowMs: number,
): Bucket | undefined {
  const bucket = buckets.get(quota);
  if (!(bucket instanceof ChannelQuota)) return bucket;
  return channel === undefined ? undefined : bucket.of(channel, nowMs);
}

/**
 * Looks up the buckets of the draws. Draws on the same bucket are added up.
 * @throws GatewayError internal for an unknown quota, for a quota per channel without a channel, or a number of tokens that is not a positive integer
 */
export function findDraws(
  buckets: ReadonlyMap<string, Bucket>,
  draws: readonly Draw[],
  nowMs: number,
): readonly BucketDraw[] {
  const found = draws.map((draw) => {
    const { quota, tokens } = draw;
    const bucket = bucketOf(buckets, draw, nowMs);
    if (!bucket || !Number.isInteger(tokens) || tokens < 1) throw invalidDraw(quota, tokens);
    return { bucket, tokens };
  });
  return hasRepetition(found) ? addUp(found) : found;
}

/** @throws GatewayError provider-limit for a draw that its quota never has the tokens for */
export function refuseExcess(
  tokens: Pick<TokenStore, 'buckets' | 'findRefusal'>,
  draws: readonly Draw[],
  nowMs: number,
): void {
  const refusal = tokens.findRefusal(findDraws(tokens.buckets, draws, nowMs));
  if (refusal?.code === 'provider-limit') throw refusal;
}

const hasRepetition = (draws: readonly BucketDraw[]): boolean =>
  draws.some(({ bucket }, index) => draws.findIndex((other) => other.bucket === bucket) < index);

function addUp(draws: readonly BucketDraw[]): readonly BucketDraw[] {
  const sums = new Map<Bucket, number>();
  for (const { bucket, tokens } of draws) sums.set(bucket, (sums.get(bucket) ?? 0) + tokens);
  return [...sums].map(([bucket, tokens]) => ({ bucket, tokens }));
}

export const drawsByName = (draws: readonly BucketDraw[]): readonly Draw[] =>
  draws.map(({ bucket, tokens }) => ({ quota: bucket.name, tokens }));
