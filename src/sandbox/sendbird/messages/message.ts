import { flat } from '../channels/entries';
import { sortedForm } from './metaarray-body';
import type { Message, State } from '../model/state';

/** Forms in which a metaarray goes with its message. */
export interface Forms {
  /** `metaarray`, an object. */
  readonly legacy: boolean;
  /** `sorted_metaarray`, a list. */
  readonly sorted: boolean;
}

const sender = ({ sender: user }: Message) => (user === undefined ? {} : { user });

const text = (message: Message) => ({
  message: message.text,
  ...(message.type === 'MESG' ? { translations: {} } : {}),
  data: message.data,
});

const attachment = ({ type, file, data, requireAuth }: Message) =>
  file === undefined
    ? type === 'MESG'
      ? { file: {} }
      : {}
    : { require_auth: requireAuth, file: { ...file, data }, thumbnails: [] };

/** A message in the order of fields that "Messages" (Sendbird docs) shows. */
export const messageResource = (message: Message, channelUrl: string, forms: Forms): object => ({
  message_id: Number(message.id),
  type: message.type,
  custom_type: message.customType,
  channel_url: channelUrl,
  ...sender(message),
  mention_type: message.mentionType,
  mentioned_users: message.mentioned,
  is_removed: message.removed,
  ...(message.type === 'FILE' ? {} : text(message)),
  ...(forms.legacy ? { metaarray: flat(message.metaarray) } : {}),
  ...(forms.sorted ? { sorted_metaarray: sortedForm(message.metaarray) } : {}),
  created_at: message.createdAt,
  updated_at: message.updatedAt,
  ...attachment(message),
});

/** What `GET /_sandbox/state` shows: everything stored, as the vendor's own JSON. */
export const snapshot = ({ channels }: State): unknown =>
  flat(
    Object.entries(channels).map(([type, byUrl]) => [
      type,
      flat(
        [...byUrl].map(([url, channel]) => [
          url,
          {
            metadata: flat(channel.metadata),
            metacounter: flat(channel.counters),
            messages: flat(
              [...channel.messages].map(([id, { metaarray, updatedAt }]) => [
                id,
                { sorted_metaarray: sortedForm(metaarray), updated_at: updatedAt },
              ]),
            ),
          },
        ]),
      ),
    ]),
  );
