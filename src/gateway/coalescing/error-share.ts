import { GatewayError } from '../../core/gateway-error';
import { keysOf, type MergeableCall } from './mergeable-call';

/** A failure as it concerns one member: its own keys, and the tokens go to the first one's account. */
export function shareOf(error: unknown, call: MergeableCall, isFirst: boolean): unknown {
  if (!(error instanceof GatewayError)) return error;
  const { applied, usage = [] } = error.details;
  const own = typeof applied === 'object' ? intersection(applied.keys, keysOf(call)) : undefined;
  return error.withDetails({
    usage: isFirst ? usage : [],
    ...(own !== undefined && { applied: own.length > 0 ? { keys: own } : 'no' }),
  });
}

const intersection = (keys: readonly string[], own: readonly string[]): string[] =>
  keys.filter((key) => own.includes(key));
