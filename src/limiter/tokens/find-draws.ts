import type { Draw } from '../../core/upstream';
import type { Bucket, BucketDraw } from '../bucket';
import { invalidDraw } from '../refusals';

/**
 * Looks up the buckets of the draws. Draws on the same quota are added up.
 * @throws GatewayError internal for an unknown quota or a number of tokens that is not a positive integer
 */
export function findDraws(
  buckets: ReadonlyMap<string, Bucket>,
  draws: readonly Draw[],
): readonly BucketDraw[] {
  const found = draws.map(({ quota, tokens }) => {
    const bucket = buckets.get(quota);
    if (!bucket || !Number.isInteger(tokens) || tokens < 1) throw invalidDraw(quota, tokens);
    return { bucket, tokens };
  });
  return found.length < 2 ? found : addUp(found);
}

function addUp(draws: readonly BucketDraw[]): readonly BucketDraw[] {
  const sums = new Map<Bucket, number>();
  for (const { bucket, tokens } of draws) sums.set(bucket, (sums.get(bucket) ?? 0) + tokens);
  return [...sums].map(([bucket, tokens]) => ({ bucket, tokens }));
}

export const drawsByName = (draws: readonly BucketDraw[]): readonly Draw[] =>
  draws.map(({ bucket, tokens }) => ({ quota: bucket.name, tokens }));
