import type { Entry } from '../../core/metadata';
import type { Reply } from '../../core/operation';
import { GatewayError } from '../../core/gateway-error';
import { formatIsoTime } from './iso-time';

/** Turns a normalized reply into the body that callers get. */
export type Presenter = (reply: Reply) => object | undefined;

/** One of hundreds, perhaps: what is undefined, JSON leaves out. */
export const presentEntry = ({ key, values, updatedAt }: Entry) => ({
  key,
  value: values[0],
  values,
  updatedAt: updatedAt === undefined ? undefined : formatIsoTime(updatedAt),
});

export const presentEntries: Presenter = ({ entries = [], nextCursor }) => ({
  entries: entries.map(presentEntry),
  ...(nextCursor !== undefined && { nextCursor }),
});

/** @throws GatewayError entry-not-found */
export const presentOneEntry: Presenter = ({ entries: [entry] = [] }) => {
  if (entry === undefined) throw absent();
  return presentEntry(entry);
};

export const presentCounters: Presenter = ({ counters = [] }) => ({ counters });

/** @throws GatewayError entry-not-found */
export const presentOneCounter: Presenter = ({ counters: [counter] = [] }) => {
  if (counter === undefined) throw absent();
  return counter;
};

export const presentNothing: Presenter = () => undefined;

const absent = () => new GatewayError('entry-not-found', 'There is no entry under this key.');
