import type { Entry } from '../../core/metadata';
import { formatIsoTime } from './iso-time';
import type { EntryReply } from './replies';

/**
 * An entry as replies and problems have it. A read may have hundreds of entries, so `undefined` is left to
 * JSON instead of built around.
 */
export const presentEntry = ({ key, values, updatedAt, ownerId, autoDelete }: Entry) =>
  ({
    key,
    value: values[0],
    values,
    updatedAt: updatedAt === undefined ? undefined : formatIsoTime(updatedAt),
    ownerId,
    autoDelete,
  }) satisfies Readonly<Record<keyof EntryReply, unknown>>;
