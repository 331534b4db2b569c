import type { Entry } from '../../core/metadata';
import type { Reply } from '../../core/operation';
import { GatewayError } from '../../core/gateway-error';
import { isoTime } from './iso-time';

/** Turns a normalized reply into the body that callers get. */
export type Presenter = (reply: Reply) => object | undefined;

/** One of hundreds, perhaps: what is undefined, JSON leaves out. */
export const entryBody = ({ key, values, updatedAt }: Entry) => ({
  key,
  value: values[0],
  values,
  updatedAt: updatedAt === undefined ? undefined : isoTime(updatedAt),
});

export const allEntries: Presenter = ({ entries = [], nextCursor }) => ({
  entries: entries.map(entryBody),
  ...(nextCursor !== undefined && { nextCursor }),
});

/** @throws GatewayError entry-not-found */
export const oneEntry: Presenter = ({ entries: [entry] = [] }) => {
  if (entry === undefined) throw absent();
  return entryBody(entry);
};

export const allCounters: Presenter = ({ counters = [] }) => ({ counters });

/** @throws GatewayError entry-not-found */
export const oneCounter: Presenter = ({ counters: [counter] = [] }) => {
  if (counter === undefined) throw absent();
  return counter;
};

export const nothing: Presenter = () => undefined;

const absent = () => new GatewayError('entry-not-found', 'There is no entry under this key.');
