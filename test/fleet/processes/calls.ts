/** A group of equal callers of one API client. */
export interface Caller {
  /** Also the API client's name and key. */
  readonly name: string;
  /** Their connection. */
  readonly account: string;
  readonly writes: 'direct' | 'group' | 'open';
  /** The least and the most entries in one call. */
  readonly pairs?: readonly [number, number];
  /** The number of callers. */
  readonly atOnce: number;
  /** Seconds that a call may wait for quota; each call chooses one at random. */
  readonly waits: readonly number[];
  /** Milliseconds after the start of the load at which they begin. Default: 0. */
  readonly fromMs?: number;
}

export interface GatewayCall {
  readonly method: 'PATCH';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The API key of the client with this name. */
export const keyOf = (name: string): string => `key-of-${name}`;

/** A write to a target of its own, so that it is not merged. */
export function callOf(
  { name, account, writes, pairs = [1, 1], waits }: Caller,
  serial: string,
): GatewayCall {
  const [fewest, most] = pairs;
  const count = fewest + Math.floor(Math.random() * (most - fewest + 1));
  const wait = waits[Math.floor(Math.random() * waits.length)] ?? 0;
  const message = writes === 'open' ? '' : `/messages/message-${serial}`;
  const entries = Array.from({ length: count }, (_, pair) => ({ key: `key-${pair}`, value: '1' }));
  return {
    method: 'PATCH',
    path: `/v1/connections/${account}/channels/${writes}/${name}-${serial}${message}/metadata`,
    headers: {
      Authorization: `Bearer ${keyOf(name)}`,
      'Content-Type': 'application/json',
      'X-Actor-Id': `actor-${serial}`,
      Prefer: `wait=${wait}`,
    },
    body: JSON.stringify({ entries }),
  };
}
