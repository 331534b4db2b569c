import type { DialectDescription } from '../../../core/provider';
import type { NexconnSettings } from '../settings';
import type { Dialect } from './dialect';
import { formMessages } from './form-messages';
import { formOpenChannels } from './form-open-channels';
import { v4Messages } from './v4-messages';
import { v4OpenChannels } from './v4-open-channels';

/** The vendor's pages of different years disagree in paths and names; a profile follows one of them. */
export const DIALECTS: Readonly<Record<NexconnSettings['profile'], Dialect>> = {
  classic: {
    description:
      'the older pages: v4 JSON for messages, with messageUID in writes to direct and group messages; forms for open channels',
    messages: v4Messages({ setPath: '/v4/message/metadata/set', writtenId: 'messageUID' }),
    openChannels: formOpenChannels,
  },
  current: {
    description:
      'the newer pages: v4 JSON with messageId; forms for single open-channel entries with a notification or without force',
    messages: v4Messages({
      setPath: '/v4/channel-type/message/metadata/set',
      writtenId: 'messageId',
    }),
    openChannels: v4OpenChannels,
  },
  rongcloud: {
    description: 'RongCloud: forms for messages (expansions) and for open channels (chat rooms)',
    messages: formMessages,
    openChannels: formOpenChannels,
  },
};

/** The vendor has no field for these in any dialect. */
const UNSUPPORTED: readonly string[] = [
  'the option echoToActor for community messages',
  'the option autoDelete for messages and for deletes',
  'the option notification for messages, or together with force: true',
];

export const DIALECT_DESCRIPTIONS: readonly DialectDescription[] = Object.entries(DIALECTS).map(
  ([value, { description }]) => ({
    setting: 'profile',
    value,
    description,
    unsupported: UNSUPPORTED,
  }),
);

export type { MessageDialect, MessageWrite, OpenChannelDialect } from './dialect';
