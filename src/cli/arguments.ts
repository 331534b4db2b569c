/** Parsers of command-line arguments. Each throws `InvalidArgumentError` for text that it cannot parse. */
import { InvalidArgumentError } from 'commander';
import type { ChangeValues, CounterChangeBody, EntryBody } from '../client';

/** A channel, or with `messageId` a message. */
export interface Place {
  readonly connection: string;
  readonly channelType: (typeof CHANNEL_TYPES)[number];
  readonly channelId: string;
  readonly messageId?: string;
}

export const CHANNEL_TYPES = ['direct', 'group', 'community', 'open'] as const;

export const CHANNEL_SYNTAX = 'CONNECTION/CHANNEL-TYPE/CHANNEL';
export const PLACE_SYNTAX = `${CHANNEL_SYNTAX}[/MESSAGE]`;

/** Parses `PLACE_SYNTAX`; a slash within a part must be percent-encoded. */
export function parsePlace(text: string): Place {
  const parts = text.split('/').map(decode);
  if (parts.includes('.') || parts.includes('..'))
    throw new InvalidArgumentError('No part may be "." or "..": no URL carries it.');
  const [connection, type, channelId, messageId, ...more] = parts;
  if (!connection || !type || !channelId || messageId === '' || more.length > 0)
    throw new InvalidArgumentError(`Expected ${PLACE_SYNTAX}.`);
  const channelType = CHANNEL_TYPES.find((known) => known === type);
  if (channelType === undefined)
    throw new InvalidArgumentError(`The channel type must be one of ${CHANNEL_TYPES.join(', ')}.`);
  return { connection, channelType, channelId, ...(messageId !== undefined && { messageId }) };
}

/** Parses `CHANNEL_SYNTAX`. */
export function parseChannel(text: string): Place {
  const place = parsePlace(text);
  if (place.messageId !== undefined)
    throw new InvalidArgumentError(`Expected a channel: ${CHANNEL_SYNTAX}.`);
  return place;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new InvalidArgumentError('"%" starts a percent-encoding; write %25 for a percent sign.');
  }
}

/** Parses `KEY=VALUE` pairs; a key that occurs several times gets all its values. */
export function parseEntries(pairs: readonly string[]): EntryBody[] {
  const valuesByKey = new Map<string, string[]>();
  for (const pair of pairs) {
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (key === '') throw new InvalidArgumentError(`"${pair}" is not KEY=VALUE.`);
    valuesByKey.set(key, [...(valuesByKey.get(key) ?? []), value]);
  }
  return [...valuesByKey].map(([key, values]) => {
    const [value = ''] = values;
    return values.length === 1 ? { key, value } : { key, values };
  });
}

const COUNTER_OPERATIONS = { '': 'set', '+': 'increase', '-': 'decrease' } as const;

/**
 * Parses `likes=5`, `likes+=1` or `likes-=1`.
 * @param previous the changes before it, as commander passes them for a repeated argument
 */
export function parseCounterChange(
  text: string,
  previous: CounterChangeBody[] = [],
): CounterChangeBody[] {
  const [, key = '', sign = '', amount = ''] = /^(.+?)([+-]?)=(-?\d+)$/s.exec(text) ?? [];
  if (key === '')
    throw new InvalidArgumentError('Expected KEY=NUMBER, KEY+=NUMBER or KEY-=NUMBER.');
  const op = COUNTER_OPERATIONS[sign as keyof typeof COUNTER_OPERATIONS];
  return [...previous, { key, op, amount: Number(amount) }];
}

const VALUE_LISTS = { '+': 'add', '-': 'remove' } as const;

/**
 * Parses `tags+=new` or `tags-=old`; a key that occurs several times gets all its values.
 * @param previous the changes before it, as commander passes them for a repeated argument
 */
export function parseValueChanges(text: string, previous: ChangeValues = {}): ChangeValues {
  const [, key = '', sign = '', value = ''] = /^(.+?)([+-])=(.*)$/s.exec(text) ?? [];
  if (key === '') throw new InvalidArgumentError('Expected KEY+=VALUE or KEY-=VALUE.');
  const list = VALUE_LISTS[sign as keyof typeof VALUE_LISTS];
  const others = previous[list]?.filter((one) => one.key !== key) ?? [];
  const values = previous[list]?.find((one) => one.key === key)?.values ?? [];
  return { ...previous, [list]: [...others, { key, values: [...values, value] }] };
}

export function parseSeconds(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('Expected a number of seconds.');
  return number;
}

export function parseWholeSeconds(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('Expected whole seconds.');
  return Number(text);
}

/** Parses the vendor options; the gateway checks their content. */
export function parseVendorOptions(text: string): Record<string, Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, Record<string, unknown>>;
  } catch {
    throw new InvalidArgumentError('Expected JSON.');
  }
}
