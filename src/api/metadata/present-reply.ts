import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { Entry } from '../../core/metadata';
import type { Operation, Reply } from '../../core/operation';
import { entityTag } from '../../gateway';
import { formatIsoTime } from './iso-time';

/** Turns a normalized reply into a response body; undefined: the response has none. */
export type Presenter = (reply: Reply) => object | undefined;

/** A read may have hundreds of entries, so `undefined` is left to JSON instead of built around. */
const presentEntry = ({ key, values, updatedAt }: Entry) => ({
  key,
  value: values[0],
  values,
  updatedAt: updatedAt === undefined ? undefined : formatIsoTime(updatedAt),
});

export const presentEntries = ({ entries = [], nextCursor }: Reply): object => ({
  entries: entries.map(presentEntry),
  ...(nextCursor !== undefined && { nextCursor }),
});

/** @throws GatewayError entry-not-found */
export const presentOneEntry: Presenter = ({ entries: [entry] = [] }) => {
  if (entry === undefined) throw entryNotFound();
  return presentEntry(entry);
};

export const presentCounters: Presenter = ({ counters = [] }) => ({ counters });

/** @throws GatewayError entry-not-found */
export const presentOneCounter: Presenter = ({ counters: [counter] = [] }) => {
  if (counter === undefined) throw entryNotFound();
  return counter;
};

export const presentNothing: Presenter = () => undefined;

const entryNotFound = () =>
  new GatewayError('entry-not-found', 'There is no entry under this key.');

/** Sets `ETag` on a read of all metadata of a target. A page or a selection of keys has no tag. */
export function setEntityTag(response: Response, { name, call }: Operation, reply: Reply): void {
  const isWhole =
    (name === 'message.get' || name === 'channel.get') &&
    call.keys === undefined &&
    call.cursor === undefined &&
    reply.nextCursor === undefined;
  if (isWhole) response.setHeader('ETag', entityTag(reply.entries ?? []));
}
