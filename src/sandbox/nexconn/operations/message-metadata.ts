import { checkCount, checkPairs, checkPresent, fitting } from '../entries';
import { MESSAGE_LIMITS, PAGE_SIZE } from '../model/limits';
import type { MessagePlaces } from '../message-places';
import type { NexconnContext, Operation } from './operation';
import { Refusal } from '../refusal';
import type { Message } from '../model/state';

/** Set, delete and list the metadata of one family of messages. */
export function messageOperations(
  places: MessagePlaces,
): Readonly<Record<'set' | 'delete' | 'list', Operation>> {
  return {
    set: {
      quota: places.quotas.set,
      draws: places.writeDraws,
      run: (fields, context) => {
        const { unknowns, nowMs } = context;
        const message = places.find(fields, context);
        const sent = fields.pairs('metadata');
        fields.flag('echo');
        checkCount(sent.length, places.pairsPerSet(unknowns), unknowns);
        const pairs = checkPairs(sent, MESSAGE_LIMITS, unknowns);
        checkWritable(message, context);
        const kept = fitting(
          message.metadata,
          pairs,
          MESSAGE_LIMITS.perPlace,
          unknowns.tooManyOnMessage,
          unknowns,
        );
        for (const [key, value] of kept) message.metadata.set(key, { value, updatedAt: nowMs });
        return {};
      },
    },
    delete: {
      quota: places.quotas.delete,
      draws: places.writeDraws,
      run: (fields, context) => {
        const message = places.find(fields, context);
        const keys = fields.list('keys');
        fields.flag('echo');
        checkCount(keys.length, MESSAGE_LIMITS.perDelete, context.unknowns);
        checkWritable(message, context);
        checkPresent(message.metadata, keys, context.unknowns);
        for (const key of keys) message.metadata.delete(key);
        return {};
      },
    },
    list: {
      quota: places.quotas.list,
      draws: () => ({}),
      run: (fields, context, generation) => {
        const message = places.findToRead(fields, context);
        const page = Math.max(1, fields.optionalNumber('page') ?? 1);
        const entries = [...message.metadata].slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
        return generation.messageEntries(entries, context.unknowns);
      },
    },
  };
}

function checkWritable({ hasMetadata }: Message, { unknowns }: NexconnContext): void {
  if (hasMetadata || !unknowns.hasMetadataRequired) return;
  throw new Refusal(unknowns.hasMetadataMissing, 'message was not sent with hasMetadata');
}
