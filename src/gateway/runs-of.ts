import type { Operation } from '../core/operation';
import type { Adapter } from '../core/provider';
import { mergeable, together, type MergeableCall } from './merge-calls';
import { commonOf } from './merging';

type Run = [Operation, ...Operation[]];

interface OpenRun {
  readonly run: Run;
  readonly common: string;
  readonly call: MergeableCall;
}

/** Neighbours that have everything in common but their keys, as many as one vendor call takes. */
export function runsOf(merges: Adapter['merges'], operations: readonly Operation[]): Run[] {
  const runs: Run[] = [];
  let open: OpenRun | undefined;
  for (const operation of operations) {
    const call = mergeable(operation);
    const limit = merges[operation.name] ?? 0;
    const common = call === undefined ? '' : commonOf(operation.name, call);
    const joined: MergeableCall | undefined =
      open !== undefined && call !== undefined && open.common === common
        ? together(open.call, call, limit)
        : undefined;
    if (open !== undefined && joined !== undefined) {
      open.run.push(operation);
      open = { ...open, call: joined };
    } else {
      const run: Run = [operation];
      runs.push(run);
      open = call === undefined ? undefined : { run, common, call };
    }
  }
  return runs;
}
