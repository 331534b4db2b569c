/** "Send a message" (Sendbird docs): text, file and admin messages. */
import {
  asInteger,
  asList,
  asString,
  choice,
  type Fields,
  flag,
  optionalString,
  readBody,
  required,
} from '../http/body';
import type { Call } from '../http/endpoint';
import { channelOf } from '../http/path';
import { Refusal } from '../model/errors';
import { checkMetaarray } from '../model/limits';
import { addValues, type Metaarray } from '../model/metaarray-values';
import { type Channel, type Message, MESSAGE_TYPES, newMessage, userNamed } from '../model/state';
import { messageResource } from './message';
import { readSortedItems } from './metaarray-body';

const MAX_CUSTOM_TYPE_BYTES = 128;

const requiredString = (fields: Fields, name: string) => asString(required(fields, name), name);

/** Reads the fields that each type of message requires. */
const CONTENT_READERS: Readonly<Record<Message['type'], (fields: Fields) => Partial<Message>>> = {
  MESG: (fields) => ({
    sender: userNamed(requiredString(fields, 'user_id')),
    text: requiredString(fields, 'message'),
  }),
  FILE: (fields) => ({
    sender: userNamed(requiredString(fields, 'user_id')),
    file: {
      url: requiredString(fields, 'url'),
      name: optionalString(fields, 'file_name') ?? '',
      type: optionalString(fields, 'file_type') ?? '',
      size: Number(fields.file_size ?? 0), // a string in the page's request, a number in its reply
    },
    data: optionalString(fields, 'data') ?? optionalString(fields, 'custom_field') ?? '',
    requireAuth: flag(fields, 'require_auth', false),
  }),
  ADMM: (fields) => ({ text: requiredString(fields, 'message') }),
};

type Generation = 'sorted' | 'legacy' | 'none';

function metaarrayGeneration(fields: Fields): Generation {
  if (fields.sorted_metaarray !== undefined) return 'sorted';
  return fields.metaarray === undefined ? 'none' : 'legacy';
}

function readMetaarray(fields: Fields, { unknowns }: Call): Metaarray {
  const items = metaarrayGeneration(fields) === 'none' ? [] : readSortedItems(fields, unknowns);
  const metaarray = addValues(new Map(), items, 'create');
  checkMetaarray(metaarray, unknowns);
  return metaarray;
}

function readCustomType(fields: Fields): string {
  const customType = optionalString(fields, 'custom_type') ?? '';
  if (Buffer.byteLength(customType) > MAX_CUSTOM_TYPE_BYTES) {
    throw new Refusal('value-too-long', 'custom_type');
  }
  return customType;
}

function readDedupId(fields: Fields, channel: Channel): Pick<Message, 'dedupId'> {
  const dedupId = optionalString(fields, 'dedup_id');
  if (dedupId === undefined) return {};
  const isTaken = [...channel.messages.values()].some((message) => message.dedupId === dedupId);
  if (isTaken) throw new Refusal('already-exists', 'dedup_id');
  return { dedupId };
}

/** Sends a message. The reply has the metaarray in the generation that the request used. */
export function sendMessage(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const type = choice(required(fields, 'message_type'), 'message_type', MESSAGE_TYPES);
  const message = newMessage({
    id: call.state.nextMessageId.toString(),
    type,
    customType: readCustomType(fields),
    data: optionalString(fields, 'data') ?? '',
    ...CONTENT_READERS[type](fields),
    mentionType: choice(fields.mention_type ?? 'users', 'mention_type', ['users', 'channel']),
    mentioned: asList(fields.mentioned_user_ids ?? [], 'mentioned_user_ids').map((id) =>
      userNamed(asString(id, 'mentioned_user_ids')),
    ),
    metaarray: readMetaarray(fields, call),
    createdAt: asInteger(fields.created_at ?? call.nowMs, 'created_at'),
    ...readDedupId(fields, channel),
  });
  call.state.nextMessageId += 1n;
  if (!channel.ephemeral) channel.messages.set(message.id, message);
  const generation = metaarrayGeneration(fields);
  return messageResource(message, channel.url, {
    legacy: generation === 'legacy',
    sorted: generation === 'sorted',
  });
}
