import type { NexconnSettings } from '../settings';
import type { Dialect } from './dialect';
import { formMessages } from './form-messages';
import { formOpenChannels } from './form-open-channels';
import { v4Messages } from './v4-messages';
import { v4OpenChannels } from './v4-open-channels';

/** The vendor's pages of different years disagree in paths and names; a profile follows one of them. */
export const DIALECTS: Readonly<Record<NexconnSettings['profile'], Dialect>> = {
  classic: {
    messages: v4Messages({ setPath: '/v4/message/metadata/set', writtenId: 'messageUID' }),
    openChannels: formOpenChannels,
  },
  current: {
    messages: v4Messages({
      setPath: '/v4/channel-type/message/metadata/set',
      writtenId: 'messageId',
    }),
    openChannels: v4OpenChannels,
  },
  rongcloud: { messages: formMessages, openChannels: formOpenChannels },
};

export type {
  MessageDialect,
  MessageWrite,
  OpenChannelDialect,
  OpenChannelSet,
  OpenChannelWrite,
} from './dialect';
