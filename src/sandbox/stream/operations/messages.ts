import { randomUUID } from 'node:crypto';
import {
  actorIn,
  channelOf,
  customIn,
  isRequested,
  messageOf,
  objectIn,
  readBody,
  type Call,
  type Fields,
} from '../http/call';
import { messageResource } from '../http/resources';
import { Refusal } from '../model/errors';
import { MESSAGE_FIELDS, WRITABLE_MESSAGE_FIELDS } from '../model/reserved-fields';
import { checkSize, cidOf, newMessage, type Custom, type Message } from '../model/state';
import { applyPartial } from './partial-update';

const RULES = { reserved: MESSAGE_FIELDS, writable: WRITABLE_MESSAGE_FIELDS };
const MAX_ID_LENGTH = 255;

function customOfMessage(message: Fields, call: Call): Custom {
  const custom = customIn(
    message,
    (name) => MESSAGE_FIELDS.has(name) || WRITABLE_MESSAGE_FIELDS.has(name),
  );
  checkSize(custom, call.unknowns);
  return custom;
}

/** The system fields that a client may write, without the text. */
const systemFieldsIn = (fields: Fields): Custom =>
  new Map(
    Object.entries(fields).filter(([name]) => WRITABLE_MESSAGE_FIELDS.has(name) && name !== 'text'),
  );

const textIn = ({ text }: Fields): string | undefined =>
  typeof text === 'string' ? text : undefined;

function stored(message: Message, call: Call): object {
  call.state.messages.set(message.id, message);
  return { message: messageResource(message, call) };
}

/** @throws Refusal 4 where a call must name its user and does not */
function checkActor(fields: Fields, { unknowns }: Call): void {
  if (unknowns.requireActor && actorIn(fields) === undefined)
    throw new Refusal(4, 'either user or user_id is required with server side auth');
}

export function send(call: Call): object {
  const channel = channelOf(call);
  const sent = objectIn(readBody(call), 'message');
  const userId = actorIn(sent);
  if (userId === undefined) throw new Refusal(4, 'message.user or message.user_id is required');
  const id = typeof sent.id === 'string' && sent.id !== '' ? sent.id : `${userId}-${randomUUID()}`;
  if (id.length > MAX_ID_LENGTH) throw new Refusal(4, undefined, { 'message.id': 'is too long' });
  if (call.state.messages.has(id)) throw new Refusal(4, `message ${id} exists already`);
  const message = {
    id,
    cid: cidOf(channel),
    userId,
    text: textIn(sent) ?? '',
    fields: systemFieldsIn(sent),
    custom: customOfMessage(sent, call),
  };
  return stored(newMessage(message, call.nowMs), call);
}

export function get(call: Call): object {
  const message = messageOf(call, isRequested(call, 'show_deleted_message'));
  return { message: messageResource(message, call, call.state.channels.get(message.cid)) };
}

export function updatePartial(call: Call): object {
  const message = messageOf(call);
  const body = readBody(call);
  checkActor(body, call);
  const { custom, fields } = applyPartial(message.custom, body, RULES, call);
  return stored(
    {
      ...message,
      custom,
      text: textIn(fields) ?? message.text,
      fields: new Map([...message.fields, ...systemFieldsIn(fields)]),
      updatedAt: call.unknowns.touchesMessage ? call.nowMs : message.updatedAt,
    },
    call,
  );
}

/** Replies as a partial update does; nothing is stored. */
export function updateEphemeral(call: Call): object {
  const message = messageOf(call);
  const { custom } = applyPartial(message.custom, readBody(call), RULES, call);
  return { message: messageResource({ ...message, custom }, call) };
}

/** Replaces the text and all custom data. */
export function update(call: Call): object {
  const message = messageOf(call);
  const sent = objectIn(readBody(call), 'message');
  checkActor(sent, call);
  return stored(
    {
      ...message,
      text: textIn(sent) ?? '',
      fields: systemFieldsIn(sent),
      custom: customOfMessage(sent, call),
      updatedAt: call.nowMs,
    },
    call,
  );
}

export const remove = (call: Call): object =>
  stored({ ...messageOf(call), deletedAt: call.nowMs }, call);
