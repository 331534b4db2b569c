import { heapBytes } from './heap';

/** A member of a collection under test, of about a kilobyte. */
export interface Member {
  readonly numbers: readonly number[];
}
const MEMBERS = 20_000;
const AT_ONCE = 50;

/**
 * Adds and removes members, the oldest first, of which a full collection has moved some to the old generation.
 * @param add returns the function that removes the member
 * @returns how many kilobytes collections of the young generation alone have not freed, for each member
 */
export function retentionOf(add: (member: Member) => () => void): number {
  const removals: (() => void)[] = [];
  const churn = (members: number) => {
    for (let index = 0; index < members; index += 1) {
      removals.push(add({ numbers: new Array<number>(128).fill(0) }));
      if (removals.length > AT_ONCE) removals.shift()?.();
    }
  };
  churn(4 * AT_ONCE);
  const before = heapBytes('major');
  churn(MEMBERS);
  return (heapBytes('minor') - before) / 1_024 / MEMBERS;
}
