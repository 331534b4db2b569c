import { InvalidArgumentError } from 'commander';

/** How a place is written. */
export const PLACE = 'CONNECTION/CHANNEL-TYPE/CHANNEL[/MESSAGE]';

const CHANNEL_TYPES = ['direct', 'group', 'community', 'open'] as const;

/** A channel, or with `messageId` a message. */
export interface Place {
  readonly connection: string;
  readonly channelType: (typeof CHANNEL_TYPES)[number];
  readonly channelId: string;
  readonly messageId?: string;
}

/**
 * `connection/channelType/channelId[/messageId]`, each part percent-encoded where it has a slash.
 * @throws InvalidArgumentError
 */
export function placeOf(text: string): Place {
  const [connection, type, channelId, messageId, ...more] = text.split('/').map(decoded);
  if (!connection || !type || !channelId || messageId === '' || more.length > 0)
    throw new InvalidArgumentError(`Write ${PLACE}.`);
  const channelType = CHANNEL_TYPES.find((known) => known === type);
  if (channelType === undefined)
    throw new InvalidArgumentError(`A channel type is one of ${CHANNEL_TYPES.join(', ')}.`);
  return { connection, channelType, channelId, ...(messageId !== undefined && { messageId }) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InvalidArgumentError('"%" begins a percent-encoding; write %25 for itself.');
  }
}
