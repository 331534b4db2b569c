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
import { checkMetaarray } from '../model/limits';
import { messageResource } from './message';
import { readSortedItems } from './metaarray-body';
import { addValues, type Metaarray } from '../model/metaarray-values';
import { channelOf } from '../http/path';
import { Refusal } from '../refusal';
import { type Channel, type Message, newMessage, userNamed } from '../model/state';

const CUSTOM_TYPE_BYTES = 128;

const stringOf = (fields: Fields, name: string) => asString(required(fields, name), name);

/** What each type of message must have of its own. */
const CONTENT: Readonly<Record<Message['type'], (fields: Fields) => Partial<Message>>> = {
  MESG: (fields) => ({
    sender: userNamed(stringOf(fields, 'user_id')),
    text: stringOf(fields, 'message'),
  }),
  FILE: (fields) => ({
    sender: userNamed(stringOf(fields, 'user_id')),
    file: {
      url: stringOf(fields, 'url'),
      name: optionalString(fields, 'file_name') ?? '',
      type: optionalString(fields, 'file_type') ?? '',
      size: Number(fields.file_size ?? 0), // a string on the page, a number in its reply
    },
    data: optionalString(fields, 'data') ?? optionalString(fields, 'custom_field') ?? '',
    requireAuth: flag(fields, 'require_auth', false),
  }),
  ADMM: (fields) => ({ text: stringOf(fields, 'message') }),
};

type Generation = 'sorted' | 'legacy' | 'none';

function generationOf(fields: Fields): Generation {
  if (fields.sorted_metaarray !== undefined) return 'sorted';
  return fields.metaarray === undefined ? 'none' : 'legacy';
}

function metaarrayOf(fields: Fields, { unknowns }: Call): Metaarray {
  const items = generationOf(fields) === 'none' ? [] : readSortedItems(fields, unknowns);
  const metaarray = addValues(new Map(), items, 'create');
  checkMetaarray(metaarray, unknowns);
  return metaarray;
}

function customTypeOf(fields: Fields): string {
  const customType = optionalString(fields, 'custom_type') ?? '';
  if (Buffer.byteLength(customType) > CUSTOM_TYPE_BYTES) {
    throw new Refusal('value-too-long', 'custom_type');
  }
  return customType;
}

function dedupIdOf(fields: Fields, channel: Channel): Pick<Message, 'dedupId'> {
  const dedupId = optionalString(fields, 'dedup_id');
  if (dedupId === undefined) return {};
  const known = [...channel.messages.values()].some((message) => message.dedupId === dedupId);
  if (known) throw new Refusal('already-exists', 'dedup_id');
  return { dedupId };
}

/** The reply carries the metaarray in the generation that the request used. */
export function sendMessage(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const type = choice(required(fields, 'message_type'), 'message_type', ['MESG', 'FILE', 'ADMM']);
  const message = newMessage({
    id: call.state.nextMessageId.toString(),
    type,
    customType: customTypeOf(fields),
    data: optionalString(fields, 'data') ?? '',
    ...CONTENT[type](fields),
    mentionType: choice(fields.mention_type ?? 'users', 'mention_type', ['users', 'channel']),
    mentioned: asList(fields.mentioned_user_ids ?? [], 'mentioned_user_ids').map((id) =>
      userNamed(asString(id, 'mentioned_user_ids')),
    ),
    metaarray: metaarrayOf(fields, call),
    createdAt: asInteger(fields.created_at ?? call.nowMs, 'created_at'),
    ...dedupIdOf(fields, channel),
  });
  call.state.nextMessageId += 1n;
  if (!channel.ephemeral) channel.messages.set(message.id, message);
  const generation = generationOf(fields);
  return messageResource(message, channel.url, {
    legacy: generation === 'legacy',
    sorted: generation === 'sorted',
  });
}
