/** "View a message", "View number of all messages", "Delete a message" (Sendbird docs). */
import type { Call } from '../http/endpoint';
import { channelOf, messageOf } from '../http/path';
import { flagParameter } from '../http/query';
import { toSortedList } from '../model/metaarray-values';
import type { Message } from '../model/state';

/** The representations of its metaarray that a message resource includes. */
export interface MetaarrayForms {
  /** `metaarray`, an object. */
  readonly legacy: boolean;
  /** `sorted_metaarray`, a list. */
  readonly sorted: boolean;
}

const senderField = ({ sender }: Message) => (sender === undefined ? {} : { user: sender });

const textFields = (message: Message) => ({
  message: message.text,
  ...(message.type === 'MESG' ? { translations: {} } : {}),
  data: message.data,
});

function fileFields({ type, file, data, requireAuth }: Message): object {
  if (file !== undefined) {
    return { require_auth: requireAuth, file: { ...file, data }, thumbnails: [] };
  }
  return type === 'MESG' ? { file: {} } : {};
}

/** A message with its fields in the order that "Messages" (Sendbird docs) shows. */
export const messageResource = (
  message: Message,
  channelUrl: string,
  forms: MetaarrayForms,
): object => ({
  message_id: Number(message.id),
  type: message.type,
  custom_type: message.customType,
  channel_url: channelUrl,
  ...senderField(message),
  mention_type: message.mentionType,
  mentioned_users: message.mentioned,
  is_removed: message.removed,
  ...(message.type === 'FILE' ? {} : textFields(message)),
  ...(forms.legacy ? { metaarray: Object.fromEntries(message.metaarray) } : {}),
  ...(forms.sorted ? { sorted_metaarray: toSortedList(message.metaarray) } : {}),
  created_at: message.createdAt,
  updated_at: message.updatedAt,
  ...fileFields(message),
});

/** The metaarray forms that the query requests. @throws Refusal 400104 for a flag that is not a boolean */
export const requestedForms = ({ request, unknowns }: Call): MetaarrayForms => ({
  legacy:
    flagParameter(request, 'with_meta_array', false) || unknowns.unaskedMetaarray === 'include',
  sorted: flagParameter(request, 'with_sorted_meta_array', false),
});

export const viewMessage = (call: Call): unknown =>
  messageResource(messageOf(call), channelOf(call).url, requestedForms(call));

/** Removed messages are not counted. */
export const countMessages = (call: Call): unknown => ({
  total: [...channelOf(call).messages.values()].filter(({ removed }) => !removed).length,
});

export function deleteMessage(call: Call): unknown {
  messageOf(call).removed = true;
  return {};
}
