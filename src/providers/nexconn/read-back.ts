import type { Entry } from '../../core/metadata';
import type { Operation } from '../../core/operation';
import type { ReadBackVerdict } from '../../core/provider';
import type { NexconnOptions } from './options';

/**
 * A set of open-channel entries also sets their owner and `autoDelete`, which a read shows. No read shows
 * whether a client was notified.
 */
export function judgeReadBack({ name, call }: Operation, found: readonly Entry[]): ReadBackVerdict {
  const { autoDelete = false, notification, echoToActor }: NexconnOptions = call.options;
  if (name === 'channel.set') {
    const written = new Set(call.entries.map(({ key }) => key));
    const isOther = (entry: Entry) =>
      differs(entry.ownerId, call.actorId) || differs(entry.autoDelete, autoDelete);
    if (found.some((entry) => written.has(entry.key) && isOther(entry))) return 'not applied';
  }
  return notification !== undefined || echoToActor === true ? 'undecided' : 'applied';
}

/** A part that the vendor does not report proves nothing. */
const differs = <Part>(shown: Part | undefined, wanted: Part): boolean =>
  shown !== undefined && shown !== wanted;
