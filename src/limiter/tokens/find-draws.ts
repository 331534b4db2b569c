import type { Draw } from '../../core/upstream';
import type { Bucket, BucketDraw } from './bucket';
import { badDraw } from '../refusals';

/**
 * The buckets of the draws, one draw each.
 * @throws GatewayError internal where there is no such quota or no whole number of tokens
 */
export function findDraws(
  buckets: ReadonlyMap<string, Bucket>,
  draws: readonly Draw[],
): readonly BucketDraw[] {
  const found = draws.map(({ quota, tokens }) => {
    const bucket = buckets.get(quota);
    if (!bucket || !Number.isInteger(tokens) || tokens < 1) throw badDraw(quota, tokens);
    return { bucket, tokens };
  });
  return found.length < 2 ? found : oneEach(found);
}

function oneEach(draws: readonly BucketDraw[]): readonly BucketDraw[] {
  const sums = new Map<Bucket, number>();
  for (const { bucket, tokens } of draws) sums.set(bucket, (sums.get(bucket) ?? 0) + tokens);
  return [...sums].map(([bucket, tokens]) => ({ bucket, tokens }));
}
