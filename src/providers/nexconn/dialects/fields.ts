import type { ChannelType, Entry } from '../../../core/metadata';

/** The vendor's numbers of direct and group channels ("Set message metadata"). */
export const channelTypeNumber = (channelType: ChannelType): number =>
  channelType === 'group' ? 3 : 1;

/** The entries as the vendor writes them. A key such as `__proto__` becomes an own property like any other. */
export const toObject = (entries: readonly Entry[]): Readonly<Record<string, string>> =>
  Object.fromEntries(entries.map(({ key, values: [value = ''] }) => [key, value]));
