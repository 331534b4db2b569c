import type { DeleteQuery, ReadQuery } from '../dto/queries';
import { refuseFaults } from '../http/problems/invalid-request';

/** A read or a delete of the key in the path. */
export const keyInPath = ({ key }: { readonly key: string }) => ({
  keys: [key],
  keysPointer: 'path/key' as const,
});

/** What a read is asked for. */
export const readParameters = ({ keys, cursor }: ReadQuery) => ({
  ...(keys !== undefined && { keys }),
  ...(cursor !== undefined && { cursor }),
});

/**
 * The keys that a delete means: those named, or all where the caller says so.
 * @throws GatewayError invalid-request for neither or both
 */
export function deleteParameters({ keys, all }: DeleteQuery): { keys: readonly string[] | 'all' } {
  const everything = all === 'true';
  if (everything === (keys !== undefined))
    refuseFaults([
      {
        pointer: 'query/keys',
        reason: everything
          ? 'must not be given with all=true'
          : 'must name a key, or all=true be given',
      },
    ]);
  return { keys: keys ?? 'all' };
}
