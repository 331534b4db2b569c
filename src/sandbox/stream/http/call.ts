import { isObject, parseJson } from '../../kit/json';
import type { RouteContext, WireRequest } from '../../kit/vendor';
import { Refusal } from '../model/errors';
import { cidOf, type Channel, type Message, type State } from '../model/state';
import type { Unknowns } from '../model/unknowns';
import type { Generation } from './generations';

/** JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

/** One request with the state and settings it is handled with. */
export interface Call extends RouteContext<State, Unknowns> {
  readonly request: WireRequest;
  readonly generation: Generation;
}

/** The body as an object; `{}` without one. @throws Refusal 4 */
export function readBody({ request }: Call): Fields {
  if (request.body.length === 0) return {};
  const body = parseJson(request.body);
  if (!isObject(body)) throw new Refusal(4, 'body is not a JSON object');
  return body;
}

/** A part of the body that is an object; `{}` if it is missing. @throws Refusal 4 */
export function objectIn(fields: Fields, name: string): Fields {
  const value = fields[name] ?? {};
  if (!isObject(value)) throw new Refusal(4, undefined, { [name]: 'must be an object' });
  return value;
}

/** Whether a query parameter is `true`. */
export const isRequested = ({ request }: Call, name: string): boolean =>
  new URLSearchParams(request.rawQuery).get(name) === 'true';

/** The user that a call names, by `user_id` or `user`. */
export function actorIn(fields: Fields): string | undefined {
  const { user, user_id: id } = fields;
  const named = isObject(user) ? user.id : id;
  return typeof named === 'string' && named !== '' ? named : undefined;
}

/** Custom data of a whole object: its fields that are no system fields, and those in `custom` (v2). */
export function customIn(fields: Fields, isSystemField: (name: string) => boolean) {
  const nested = isObject(fields.custom) ? Object.entries(fields.custom) : [];
  const own = Object.entries(fields).filter(([name]) => !isSystemField(name));
  return new Map([...own, ...nested]);
}

const TYPE = /^[\w-]+$/;
const ID = /^[\w!-]+$/;
const MAX_LENGTH = 64;

/** The type and the id in the path. @throws Refusal 4 */
export function channelPath({ request, unknowns }: Call): Pick<Channel, 'type' | 'id'> {
  const { type = '', id = '' } = request.params;
  const isKnown = unknowns.idCharacters === 'any' || (TYPE.test(type) && ID.test(id));
  if (!isKnown || type.length > MAX_LENGTH || id.length > MAX_LENGTH)
    throw new Refusal(4, 'channel type or id is not valid');
  return { type, id };
}

/** The channel of the path. @throws Refusal `missingChannel` */
export function channelOf(call: Call): Channel {
  const cid = cidOf(channelPath(call));
  const channel = call.state.channels.get(cid);
  if (channel === undefined)
    throw new Refusal(call.unknowns.missingChannel, `channel ${cid} does not exist`);
  return channel;
}

/** The message of the path. @throws Refusal `missingMessage`, `deletedMessageCode` */
export function messageOf(call: Call, showDeleted = false): Message {
  const { state, unknowns, request } = call;
  const { id = '' } = request.params;
  const message = state.messages.get(id);
  if (message === undefined)
    throw new Refusal(unknowns.missingMessage, `message ${id} does not exist`);
  const isHidden = message.deletedAt !== undefined && unknowns.deletedMessage === 'refuse';
  if (isHidden && !showDeleted)
    throw new Refusal(unknowns.deletedMessageCode, 'message is deleted');
  return message;
}
