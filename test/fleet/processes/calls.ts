import type { HttpCall } from './send';

/** A group of equal callers of one API client. */
export interface Caller {
  /** Also the API client's name and key. */
  readonly name: string;
  /** Their connection. */
  readonly account: string;
  readonly writes: 'direct' | 'group' | 'open' | 'channels' | 'pass-through';
  /** The least and the most entries in one call. */
  readonly pairs?: readonly [number, number];
  /** The number of callers. */
  readonly atOnce: number;
  /** Seconds that a call may wait for quota; each call chooses one at random. */
  readonly waits: readonly number[];
  /** Milliseconds after the start of the load at which they begin. Default: 0. */
  readonly fromMs?: number;
}

/** The API key of the client with this name. */
export const keyOf = (name: string): string => `key-of-${name}`;

/** The vendor's endpoint that sends a message to group channels. */
export const SEND_PATH = '/v4/group-channel/message/send';

export const messageTo = (channel: string): string =>
  JSON.stringify({ fromUserId: 'sender', toChannelIds: [channel], messageType: 'RC:TxtMsg' });

export const headersOf = (client: string, waitSeconds: number) => ({
  Authorization: `Bearer ${keyOf(client)}`,
  'Content-Type': 'application/json',
  Prefer: `wait=${waitSeconds}`,
});

/** A write to a target of its own, so that it is not merged, or a message of a sender. */
export function callOf(caller: Caller, serial: string): HttpCall {
  const { name, account, writes, pairs = [1, 1], waits } = caller;
  const headers = headersOf(name, waits[Math.floor(Math.random() * waits.length)] ?? 0);
  const connection = `/v1/connections/${account}`;
  if (writes === 'pass-through') {
    const path = `${connection}/vendor${SEND_PATH}`;
    return { method: 'POST', path, headers, body: messageTo(serial) };
  }
  const [fewest, most] = pairs;
  const count = fewest + Math.floor(Math.random() * (most - fewest + 1));
  const isMessage = writes === 'direct' || writes === 'group';
  const message = isMessage ? `/messages/message-${serial}` : '';
  const entries = Array.from({ length: count }, (_, pair) => ({ key: `key-${pair}`, value: '1' }));
  return {
    method: 'PATCH',
    path: `${connection}/channels/${placeOf(writes, `${name}-${serial}`)}${message}/metadata`,
    headers: { ...headers, 'X-Actor-Id': `actor-${serial}` },
    body: JSON.stringify({ entries }),
  };
}

/** The few channels in which all callers write. */
const BUSY_CHANNELS = 3;

const placeOf = (writes: Caller['writes'], own: string): string =>
  writes === 'channels'
    ? `group/busy-${Math.floor(Math.random() * BUSY_CHANNELS)}`
    : `${writes}/${own}`;
