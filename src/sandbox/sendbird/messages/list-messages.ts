/** "List messages" (Sendbird docs). */
import type { Call } from '../http/endpoint';
import { channelOf, messageById } from '../http/path';
import {
  choiceParameter,
  flagParameter,
  integerParameter,
  listParameter,
  textParameter,
} from '../http/query';
import { Refusal } from '../model/errors';
import { type Channel, type Message, MESSAGE_TYPES } from '../model/state';
import { messageResource, requestedForms } from './message';

const DEFAULT_LIMIT = 15;
const LIMIT_RANGE = [0, 200] as const;
const TIMESTAMP_RANGE = [0, Number.MAX_SAFE_INTEGER] as const;

type Filter = (message: Message) => boolean;

const acceptAll: Filter = () => true;
const senderId = ({ sender }: Message) => sender?.user_id ?? '';

function senderFilter({ request }: Call): Filter {
  const single = textParameter(request, 'sender_id');
  const several = listParameter(request, 'sender_ids');
  const senders = single === undefined ? several : [single, ...several];
  return senders.length === 0 ? acceptAll : (message) => senders.includes(senderId(message));
}

function typeFilter({ request }: Call): Filter {
  const type = choiceParameter(request, 'message_type', MESSAGE_TYPES);
  return type === undefined ? acceptAll : (message) => message.type === type;
}

function customTypeFilter({ request }: Call): Filter {
  const customType = textParameter(request, 'custom_type');
  return customType === undefined ? acceptAll : (message) => message.customType === customType;
}

function operatorFilter({ request }: Call, { operatorIds }: Channel): Filter {
  const wanted = choiceParameter(request, 'operator_filter', ['all', 'operator', 'nonoperator']);
  return wanted === undefined || wanted === 'all'
    ? acceptAll
    : (message) => operatorIds.includes(senderId(message)) === (wanted === 'operator');
}

function metaarrayFilter({ request, unknowns }: Call): Filter {
  const isRequested = flagParameter(request, 'with_meta_array', false);
  return isRequested && unknowns.listWithMetaArray === 'filter'
    ? ({ metaarray }) => metaarray.size > 0
    : acceptAll;
}

function removedFilter({ request }: Call): Filter {
  const includesRemoved = flagParameter(request, 'including_removed', false);
  return includesRemoved ? acceptAll : ({ removed }) => !removed;
}

/** @throws Refusal 400111 for an unknown type or operator filter, 400104 for a flag that is not a boolean */
function messageFilter(call: Call, channel: Channel): Filter {
  const filters = [
    senderFilter(call),
    typeFilter(call),
    customTypeFilter(call),
    operatorFilter(call, channel),
    metaarrayFilter(call),
    removedFilter(call),
  ];
  return (message) => filters.every((accepts) => accepts(message));
}

const byCreation = (one: Message, other: Message) =>
  one.createdAt - other.createdAt || Number(BigInt(one.id) - BigInt(other.id));

/**
 * Compares messages with the anchor that the query names: negative before it, 0 at it, positive after it.
 * @throws Refusal 400105 without an anchor, 400201 for an unknown message
 */
function readAnchor(call: Call, channel: Channel): (message: Message) => number {
  const id = textParameter(call.request, 'message_id');
  const timestamp = textParameter(call.request, 'message_ts');
  if (id !== undefined && timestamp !== undefined && call.unknowns.twoAnchors === 'refuse') {
    throw new Refusal('incompatible-values', 'message_ts, message_id');
  }
  if (id !== undefined) {
    const anchor = messageById(call, channel, id);
    return (message) => byCreation(message, anchor);
  }
  if (timestamp === undefined) throw new Refusal('missing-parameter', 'message_ts');
  const anchorMs = integerParameter(call.request, 'message_ts', 0, TIMESTAMP_RANGE);
  return (message) => message.createdAt - anchorMs;
}

/**
 * Up to `prev_limit` messages before the anchor, those at it unless `include` is false, and up to
 * `next_limit` after it. Oldest first, unless `reverse` is true.
 */
export function listMessages(call: Call): unknown {
  const { request } = call;
  const channel = channelOf(call);
  const compareWithAnchor = readAnchor(call, channel);
  const previous = integerParameter(request, 'prev_limit', DEFAULT_LIMIT, LIMIT_RANGE);
  const next = integerParameter(request, 'next_limit', DEFAULT_LIMIT, LIMIT_RANGE);
  const includesAnchor = flagParameter(request, 'include', true);
  const isReversed = flagParameter(request, 'reverse', false);
  const forms = requestedForms(call);

  const all = [...channel.messages.values()].filter(messageFilter(call, channel)).sort(byCreation);
  const before = all.filter((message) => compareWithAnchor(message) < 0);
  const page = [
    ...before.slice(Math.max(0, before.length - previous)),
    ...all.filter((message) => includesAnchor && compareWithAnchor(message) === 0),
    ...all.filter((message) => compareWithAnchor(message) > 0).slice(0, next),
  ];
  const ordered = isReversed ? page.reverse() : page;
  return { messages: ordered.map((message) => messageResource(message, channel.url, forms)) };
}
