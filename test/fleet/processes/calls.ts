/** Callers of one API client that all do the same. */
export interface Caller {
  /** Also the API client's name and key. */
  readonly name: string;
  /** The connection they call. */
  readonly account: string;
  readonly writes: 'direct' | 'group' | 'open';
  /** Fewest and most pairs in one call. */
  readonly pairs?: readonly [number, number];
  readonly atOnce: number;
  /** Seconds that a call may wait for quota; one is drawn for each call. */
  readonly waits: readonly number[];
}

export interface GatewayCall {
  readonly method: 'PATCH';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A key that a client of this name calls with. */
export const keyOf = (name: string): string => `key-of-${name}`;

/** A write to a place of its own, so that nothing is merged with it. */
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
