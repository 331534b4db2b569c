import { groupOf, listIn, naturalIn, textIn, type Call } from '../http/call';
import { Refusal } from '../model/errors';
import { GROUP_TYPES, newGroup, newMessage, type GroupType, type Message } from '../model/state';

/** A new message of a body that every send has. @throws Refusal 10004 */
function messageIn(call: Call, randomField: string): Message {
  for (const element of listIn(call.fields, 'MsgBody')) textIn(element, 'MsgType');
  if (naturalIn(call.fields, randomField) === undefined)
    throw new Refusal(10004, `${randomField} is missing`);
  return newMessage(call.fields.SupportMessageExtension === 1);
}

const seconds = ({ nowMs }: Call): number => Math.floor(nowMs / 1_000);

/** "Sending one-to-one messages to one user". */
export function sendDirect(call: Call): object {
  const { fields, state, identifier } = call;
  const to = textIn(fields, 'To_Account');
  const from = fields.From_Account === undefined ? identifier : textIn(fields, 'From_Account');
  const message = { ...messageIn(call, 'MsgRandom'), from, to };
  const time = seconds(call);
  const seq = naturalIn(fields, 'MsgSeq') ?? state.directMessages.size + 1;
  const key = `${seq}_${Number(fields.MsgRandom)}_${time}`;
  state.directMessages.set(key, message);
  return { MsgTime: time, MsgKey: key, MsgId: `144115_${key}` };
}

/** "Sending ordinary messages in a group". */
export function sendToGroup(call: Call): object {
  const group = groupOf(call);
  const message = messageIn(call, 'Random');
  group.lastMessage += 1;
  group.messages.set(group.lastMessage, message);
  return { MsgTime: seconds(call), MsgSeq: group.lastMessage };
}

const isGroupType = (name: string): name is keyof typeof GROUP_TYPES =>
  Object.hasOwn(GROUP_TYPES, name);

/** "Creating a group". */
export function createGroup({ fields, state }: Call): object {
  const type = textIn(fields, 'Type');
  textIn(fields, 'Name');
  if (!isGroupType(type)) throw new Refusal(10004, 'Type is unknown');
  const kind: GroupType = GROUP_TYPES[type];
  const own = fields.GroupId === undefined ? undefined : textIn(fields, 'GroupId');
  const prefix = kind === 'Community' ? '@TGS#_' : '@TGS#';
  const id = own ?? `${prefix}CREATED${state.groups.size}`;
  if (id === '' || state.groups.has(id)) throw new Refusal(10015);
  state.groups.set(id, newGroup(kind));
  return { GroupId: id };
}
