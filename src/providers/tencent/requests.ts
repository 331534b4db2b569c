import { GatewayError } from '../../core/gateway-error';
import type { CounterChange, Entry, Target } from '../../core/metadata';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { USER_SIG_EXPIRED } from './errors';
import { messageNumber } from './limits';
import { draw, drawAttributeWrite } from './quotas';

const GROUP = 'group_open_http_svc';
/** Reads of attributes have a service of their own. */
const GROUP_ATTRIBUTES = 'group_open_attr_http_svc';
const EXTENSION = 'openim_msg_ext_http_svc';

/** Every call is a POST: `/v4/{service}/{command}`. */
function post(
  service: string,
  command: string,
  body: object,
  facts: Pick<UpstreamRequest, 'draws' | 'effect' | 'keys' | 'assumedPayload'>,
): UpstreamRequest {
  const path = `/v4/${service}/${command}`;
  return {
    method: 'POST',
    path,
    route: path,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
    ...facts,
  };
}

/** Sends a request, and once more with a new UserSig where the vendor says that the one it had has expired. */
export function* send(request: UpstreamRequest): Plan<unknown> {
  try {
    return yield request;
  } catch (error) {
    const { upstream } = error instanceof GatewayError ? error.details : {};
    if (upstream?.code !== USER_SIG_EXPIRED) throw error;
    return yield request;
  }
}

/** "Get group attributes". @param assumed keys that an explanation presumes the group to have */
export const getAttributes = (
  { channelId }: Target,
  assumed: readonly string[] = [],
): UpstreamRequest =>
  post(
    GROUP_ATTRIBUTES,
    'get_group_attr',
    { GroupId: channelId },
    {
      draws: draw('group-attribute.get'),
      effect: 'read',
      assumedPayload: { GroupAttrAry: assumed.map((key) => ({ key, value: '' })) },
    },
  );

/** "Modify group attributes": sets these, and leaves the others as they are. */
export const modifyAttributes = (target: Target, entries: readonly Entry[]): UpstreamRequest =>
  writeAttributes(target, 'modify', {
    keys: entries.map(({ key }) => key),
    list: entries.map(({ key, values }) => ({ key, value: values[0] })),
  });

/** "Delete group attributes": fails with a code of its own if one of them does not exist. */
export const deleteAttributes = (target: Target, keys: readonly string[]): UpstreamRequest =>
  writeAttributes(target, 'delete', { keys, list: keys.map((key) => ({ key })) });

/** "Clear group attributes": deletes all. */
export const clearAttributes = (target: Target): UpstreamRequest =>
  writeAttributes(target, 'clear', {});

const writeAttributes = (
  { channelId }: Target,
  verb: 'modify' | 'delete' | 'clear',
  { keys, list }: { readonly keys?: readonly string[]; readonly list?: readonly object[] },
): UpstreamRequest =>
  post(
    GROUP,
    `${verb}_group_attr`,
    { GroupId: channelId, GroupAttr: list },
    {
      draws: drawAttributeWrite(verb),
      effect: 'idempotent',
      ...(keys && { keys }),
    },
  );

/** "Get group counters". @param keys absent: all */
export const getCounters = (
  { channelId }: Target,
  keys: readonly string[] | undefined,
): UpstreamRequest =>
  post(
    GROUP,
    'get_group_counter',
    { GroupId: channelId, GroupCounterKeys: keys },
    { draws: draw('group-counter.get'), effect: 'read', assumedPayload: {} },
  );

const MODES = { set: 'Set', increase: 'Increase', decrease: 'Decrease' } as const;

/** "Update group counters": the reply has the values after the change. @param changes of one kind */
export function updateCounters(
  { channelId }: Target,
  op: CounterChange['op'],
  changes: readonly CounterChange[],
): UpstreamRequest {
  const counters = changes.map(({ key, amount }) => ({ Key: key, Value: amount }));
  return post(
    GROUP,
    'update_group_counter',
    { GroupId: channelId, GroupCounter: counters, Mode: MODES[op] },
    {
      draws: draw('group-counter.update'),
      effect: op === 'set' ? 'idempotent' : 'once',
      keys: changes.map(({ key }) => key),
      assumedPayload: { GroupCounter: counters },
    },
  );
}

/** "Delete group counters". */
export const deleteCounters = (
  { channelId }: Target,
  keys: readonly string[] | 'all',
): UpstreamRequest =>
  post(
    GROUP,
    'delete_group_counter',
    { GroupId: channelId, ...(keys !== 'all' && { GroupCounterKeys: keys }) },
    {
      draws: draw('group-counter.delete'),
      effect: 'idempotent',
      ...(keys !== 'all' && { keys }),
    },
  );

/** A message as the vendor's calls address it. */
export interface MessagePlace {
  readonly fields: object;
  readonly prefix: '' | 'group_';
  readonly quotas: 'direct-extension' | 'group-extension';
}

/** A direct message has two users and a key of its own, a group message a number within its group. */
export const messagePlace = (target: Target, sender: string | undefined): MessagePlace =>
  target.channelType === 'direct'
    ? {
        fields: { From_Account: sender, To_Account: target.channelId, MsgKey: target.messageId },
        prefix: '',
        quotas: 'direct-extension',
      }
    : {
        fields: { GroupId: target.channelId, MsgSeq: messageNumber(target) },
        prefix: 'group_',
        quotas: 'group-extension',
      };

/** "Get message extensions": at most 200, of this version and later ones, in the order of versions. */
export const getExtensions = (
  { fields, prefix, quotas }: MessagePlace,
  startSeq: number,
): UpstreamRequest =>
  post(
    EXTENSION,
    `${prefix}get_key_values`,
    { ...fields, StartSeq: startSeq },
    { draws: draw(`${quotas}.get`), effect: 'read', assumedPayload: {} },
  );

/** "Set message extensions": an app admin gives 0 for the version, which is then not compared. */
export const setExtensions = (place: MessagePlace, entries: readonly Entry[]): UpstreamRequest =>
  writeExtensions(place, SET, entries);

export const deleteExtensions = (place: MessagePlace, keys: readonly string[]): UpstreamRequest =>
  writeExtensions(
    place,
    DELETE,
    keys.map((key) => ({ key, values: [''] })),
  );

export const clearExtensions = (place: MessagePlace): UpstreamRequest =>
  writeExtensions(place, CLEAR);

const SET = 1;
const DELETE = 2;
const CLEAR = 3;

function writeExtensions(
  { fields, prefix, quotas }: MessagePlace,
  operation: number,
  entries?: readonly Entry[],
): UpstreamRequest {
  const list = entries?.map(({ key, values }) => ({ Key: key, Value: values[0], Seq: 0 }));
  return post(
    EXTENSION,
    `${prefix}set_key_values`,
    { ...fields, OperateType: operation, ExtensionList: list },
    {
      draws: draw(`${quotas}.set`),
      effect: 'idempotent',
      ...(entries && { keys: entries.map(({ key }) => key) }),
    },
  );
}
