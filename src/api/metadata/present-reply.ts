import type { Response } from 'express';
import { GatewayError } from '../../core/gateway-error';
import type { MessageReply, Operation, Reply } from '../../core/operation';
import { entityTag } from '../../gateway';
import { presentEntry } from '../dto/present-entry';
import { toProblemDocument } from '../http/problems/problem-document';
import { withPointers } from '../http/problems/with-pointers';

/** Turns a normalized reply into a response body; undefined: the response has none. */
export type Presenter = (reply: Reply) => object | undefined;

export const presentEntries = ({ entries = [], nextCursor, skipped }: Reply): object => ({
  entries: entries.map(presentEntry),
  ...(nextCursor !== undefined && { nextCursor }),
  ...(skipped !== undefined && { skipped }),
});

/** Presents a row for each message id as asked: a repeated id has a row each time. */
export const messagesPresenter =
  (asked: readonly string[], requestId: string): Presenter =>
  ({ messages = [] }) => {
    const found = new Map(messages.map((message) => [message.messageId, message]));
    return {
      messages: asked.map((messageId) => ({
        messageId,
        ...presentMessage(found.get(messageId), requestId),
      })),
    };
  };

function presentMessage(message: MessageReply | undefined, requestId: string): object {
  if (message === undefined) throw new RangeError('A message is missing from the reply.');
  return 'error' in message
    ? { problem: toProblemDocument(withPointers(message.error, inQuery), requestId) }
    : presentEntries(message);
}

/** A read of several messages has their ids in the query, where a read of one has it in the path. */
const inQuery = (pointer: string): string =>
  pointer === 'path/messageId' ? 'query/messageIds' : pointer;

/** @throws GatewayError entry-not-found */
export const presentOneEntry: Presenter = ({ entries: [entry] = [] }) => {
  if (entry === undefined) throw entryNotFound();
  return presentEntry(entry);
};

/** The entry that was written. @throws GatewayError entry-not-found after `upsert: false` on a missing key */
export const presentWrittenEntry: Presenter = (reply) => {
  if (reply.skipped !== undefined) throw entryNotFound().withDetails({ applied: 'no' });
  return presentOneEntry(reply);
};

export const presentCounters: Presenter = ({ counters = [], skipped }) => ({
  counters,
  ...(skipped !== undefined && { skipped }),
});

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
