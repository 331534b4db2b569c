/** "List messages", "View a message", "View number of all messages", "Delete a message" (Sendbird docs). */
import type { Call } from '../http/endpoint';
import { messageFilter } from '../message-filter';
import { type Forms, messageResource } from './message';
import { channelOf, messageById, messageOf } from '../http/path';
import { flagParameter, integerParameter, textParameter } from '../http/query';
import { Refusal } from '../refusal';
import type { Channel, Message } from '../model/state';

const DEFAULT_LIMIT = 15;
const LIMITS = [0, 200] as const;
const TIMES = [0, Number.MAX_SAFE_INTEGER] as const;

/** @throws Refusal 400104 */
const formsAsked = ({ request, unknowns }: Call): Forms => ({
  legacy:
    flagParameter(request, 'with_meta_array', false) || unknowns.unaskedMetaarray === 'include',
  sorted: flagParameter(request, 'with_sorted_meta_array', false),
});

export const viewMessage = (call: Call): unknown =>
  messageResource(messageOf(call), channelOf(call).url, formsAsked(call));

export const countMessages = (call: Call): unknown => ({
  total: [...channelOf(call).messages.values()].filter(({ removed }) => !removed).length,
});

export function deleteMessage(call: Call): unknown {
  messageOf(call).removed = true;
  return {};
}

const inOrder = (one: Message, other: Message) =>
  one.createdAt - other.createdAt || Number(BigInt(one.id) - BigInt(other.id));

/**
 * Where a message stands to the point of reference: negative before, 0 at, positive after it.
 * @throws Refusal 400105 without a point, 400201 for an unknown message
 */
function placing(call: Call, channel: Channel): (message: Message) => number {
  const id = textParameter(call.request, 'message_id');
  const timestamp = textParameter(call.request, 'message_ts');
  if (id !== undefined && timestamp !== undefined && call.unknowns.twoAnchors === 'refuse') {
    throw new Refusal('incompatible-values', 'message_ts, message_id');
  }
  if (id !== undefined) {
    const anchor = messageById(call, channel, id);
    return (message) => inOrder(message, anchor);
  }
  if (timestamp === undefined) throw new Refusal('missing-parameter', 'message_ts');
  const point = integerParameter(call.request, 'message_ts', 0, TIMES);
  return (message) => message.createdAt - point;
}

/** Oldest first unless reversed: up to `prev_limit` before the point, those at it, `next_limit` after it. */
export function listMessages(call: Call): unknown {
  const { request } = call;
  const channel = channelOf(call);
  const place = placing(call, channel);
  const previous = integerParameter(request, 'prev_limit', DEFAULT_LIMIT, LIMITS);
  const next = integerParameter(request, 'next_limit', DEFAULT_LIMIT, LIMITS);
  const include = flagParameter(request, 'include', true);
  const reverse = flagParameter(request, 'reverse', false);
  const forms = formsAsked(call);

  const all = [...channel.messages.values()].filter(messageFilter(call, channel)).sort(inOrder);
  const before = all.filter((message) => place(message) < 0);
  const page = [
    ...before.slice(Math.max(0, before.length - previous)),
    ...all.filter((message) => include && place(message) === 0),
    ...all.filter((message) => place(message) > 0).slice(0, next),
  ];
  const ordered = reverse ? page.reverse() : page;
  return { messages: ordered.map((message) => messageResource(message, channel.url, forms)) };
}
