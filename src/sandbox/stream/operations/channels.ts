import { isObject } from '../../kit/json';
import {
  actorIn,
  channelOf,
  channelPath,
  customIn,
  isRequested,
  objectIn,
  readBody,
  type Call,
} from '../http/call';
import { channelResource, messageResource } from '../http/resources';
import { Refusal } from '../model/errors';
import { CHANNEL_FIELDS, WRITABLE_CHANNEL_FIELDS } from '../model/reserved-fields';
import { checkSize, cidOf, newChannel, type Channel, type Custom } from '../model/state';
import { applyPartial } from './partial-update';

const RULES = { reserved: CHANNEL_FIELDS, writable: WRITABLE_CHANNEL_FIELDS };

function customOfData(call: Call): Custom {
  const custom = customIn(objectIn(readBody(call), 'data'), (name) => CHANNEL_FIELDS.has(name));
  checkSize(custom, call.unknowns);
  return custom;
}

/** The channel with its lists, as reads reply it. */
function channelState(channel: Channel, call: Call, withState: boolean): object {
  const cid = cidOf(channel);
  const messages = [...call.state.messages.values()].filter((message) => message.cid === cid);
  return {
    channel: channelResource(channel, call),
    messages: withState ? messages.map((message) => messageResource(message, call)) : [],
    members: [],
    pinned_messages: [],
    watcher_count: 0,
    read: [],
    threads: [],
  };
}

function store(channel: Channel, call: Call): Channel {
  call.state.channels.set(cidOf(channel), channel);
  return channel;
}

const updatedReply = (channel: Channel, call: Call): object => ({
  channel: channelResource(store({ ...channel, updatedAt: call.nowMs }, call), call),
  members: [],
});

export function updatePartial(call: Call): object {
  const channel = channelOf(call);
  const { custom, fields } = applyPartial(channel.custom, readBody(call), RULES, call);
  const frozen = typeof fields.frozen === 'boolean' ? fields.frozen : channel.frozen;
  return updatedReply({ ...channel, custom, frozen }, call);
}

/** Replaces all custom data. */
export const update = (call: Call): object =>
  updatedReply({ ...channelOf(call), custom: customOfData(call) }, call);

/** Reads a channel and never creates one. @throws Refusal 16 where this endpoint does not exist yet */
export function get(call: Call): object {
  if (!call.unknowns.getChannel) throw new Refusal(16, 'endpoint does not exist');
  return channelState(channelOf(call), call, isRequested(call, 'state'));
}

/** Reads a channel, and creates it if it is missing. */
export function getOrCreate(call: Call): object {
  const { type, id } = channelPath(call);
  const body = readBody(call);
  const { created_by: creator, created_by_id: creatorId } = objectIn(body, 'data');
  const createdBy = actorIn({ user: creator, user_id: creatorId });
  const channel =
    call.state.channels.get(cidOf({ type, id })) ??
    store(newChannel(type, id, customOfData(call), call.nowMs, createdBy), call);
  return channelState(channel, call, body.state === true);
}

const DEFAULT_LIMIT = 10;

/** Reads the channels that fit a filter: equality, `$eq` and `$in`. */
export function query(call: Call): object {
  const body = readBody(call);
  const conditions = Object.entries(objectIn(body, 'filter_conditions'));
  const limit = typeof body.limit === 'number' ? body.limit : DEFAULT_LIMIT;
  const offset = typeof body.offset === 'number' ? body.offset : 0;
  const found = [...call.state.channels.values()]
    .filter((channel) => conditions.every(([name, rule]) => fits(fieldOf(channel, name), rule)))
    .slice(offset, offset + limit);
  return { channels: found.map((channel) => channelState(channel, call, body.state === true)) };
}

function fieldOf(channel: Channel, name: string): unknown {
  if (name === 'cid') return cidOf(channel);
  if (name === 'id' || name === 'type' || name === 'frozen') return channel[name];
  return channel.custom.get(name);
}

function fits(value: unknown, rule: unknown): boolean {
  if (!isObject(rule)) return value === rule;
  return Object.entries(rule).every(([operator, wanted]) => {
    if (operator === '$eq') return value === wanted;
    if (operator === '$in' && Array.isArray(wanted)) return wanted.includes(value);
    throw new Refusal(4, `${operator} is not an operator of this sandbox`);
  });
}
