import type { Route, WireReply, WireRequest } from '../kit/vendor';
import { isObject, parseJson } from '../kit/json';
import type { Call } from './http/call';
import { parseExactly, toExactJson } from './http/exact-json';
import { Refusal, refusalReply, success } from './model/errors';
import { ATTRIBUTE_WRITES, type CommandQuota } from './model/quotas';
import type { State } from './model/state';
import type { Unknowns } from './model/unknowns';
import * as attributes from './operations/attributes';
import * as counters from './operations/counters';
import * as extensions from './operations/extensions';
import * as messages from './operations/messages';

/** Carries out a request; the fields that it returns follow the envelope of the reply. @throws Refusal */
type Operation = (call: Call) => object;

interface Endpoint {
  readonly command: string;
  readonly quota: CommandQuota;
  readonly operation: Operation;
  readonly isRead: boolean;
  /** Whether it also counts as a write of the group's attributes. */
  readonly isAttributeWrite: (unknowns: Unknowns) => boolean;
}

const never = () => false;
const always = () => true;

const read = (command: string, quota: CommandQuota, operation: Operation): Endpoint => ({
  command,
  quota,
  operation,
  isRead: true,
  isAttributeWrite: never,
});

const write = (
  command: string,
  quota: CommandQuota,
  operation: Operation,
  isAttributeWrite: Endpoint['isAttributeWrite'] = never,
): Endpoint => ({ command, quota, operation, isRead: false, isAttributeWrite });

const setCounts = ({ setCounts: counts }: Unknowns) => counts;
const clearCounts = ({ clearCounts: counts }: Unknowns) => counts;

const GROUPS = 'group_open_http_svc';
const EXTENSIONS = 'openim_msg_ext_http_svc';

/** Commands by service. */
const SERVICES: Readonly<Record<string, readonly Endpoint[]>> = {
  group_open_attr_http_svc: [read('get_group_attr', 'group-attribute.get', attributes.get)],
  [GROUPS]: [
    write('modify_group_attr', 'group-attribute.modify', attributes.modify, always),
    write('set_group_attr', 'group-attribute.set', attributes.replace, setCounts),
    write('delete_group_attr', 'group-attribute.delete', attributes.remove, always),
    write('clear_group_attr', 'group-attribute.clear', attributes.clear, clearCounts),
    read('get_group_counter', 'group-counter.get', counters.get),
    write('update_group_counter', 'group-counter.update', counters.update),
    write('delete_group_counter', 'group-counter.delete', counters.remove),
    write('send_group_msg', 'group-message.send', messages.sendToGroup),
    write('create_group', 'group.create', messages.createGroup),
  ],
  [EXTENSIONS]: [
    read('get_key_values', 'direct-extension.get', extensions.getDirect),
    write('set_key_values', 'direct-extension.set', extensions.setDirect),
    read('group_get_key_values', 'group-extension.get', extensions.getGroup),
    write('group_set_key_values', 'group-extension.set', extensions.setGroup),
  ],
  openim: [write('sendmsg', 'direct-message.send', messages.sendDirect)],
};

/** The group that a body names, if it names one. */
function groupIn({ body }: WireRequest): string | undefined {
  const fields = parseJson(body);
  return isObject(fields) && typeof fields.GroupId === 'string' ? fields.GroupId : undefined;
}

const toRoute = (
  service: string,
  { command, quota, operation, isRead, isAttributeWrite }: Endpoint,
): Route<State, Unknowns> => ({
  method: 'POST',
  path: `/v4/${service}/${command}`,
  isRead,
  draws: (request, { unknowns }) => ({
    [quota]: 1,
    ...(isAttributeWrite(unknowns) && groupIn(request) !== undefined && { [ATTRIBUTE_WRITES]: 1 }),
  }),
  channel: (request, { unknowns }) => (isAttributeWrite(unknowns) ? groupIn(request) : undefined),
  handle: ({ body, rawQuery }, context) => {
    try {
      const fields = parseExactly(body);
      if (!isObject(fields)) throw new Refusal(context.unknowns.invalidJson);
      const identifier = new URLSearchParams(rawQuery).get('identifier') ?? '';
      const payload = operation({ ...context, fields, identifier });
      return { status: 200, body: toExactJson(success(payload)) };
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error);
      throw error;
    }
  },
});

export const ROUTES: readonly Route<State, Unknowns>[] = Object.entries(SERVICES).flatMap(
  ([service, endpoints]) => endpoints.map((endpoint) => toRoute(service, endpoint)),
);

/** 10003 for an unknown command of a service, 60009 for every other address, and 60002 for a method but POST. */
export function notFound({ method, rawPath }: WireRequest): WireReply {
  const [, , service = ''] = rawPath.split('/');
  if (method !== 'POST') return refusalReply(new Refusal(60002, 'method is not POST'));
  return refusalReply(new Refusal(Object.hasOwn(SERVICES, service) ? 10003 : 60009));
}
