import { refuseFaults } from '../../core/call-checks';
import type { FieldError } from '../../core/gateway-error';
import type { JsonObject } from '../../core/json';
import type { DeleteCall, SetCall } from '../../core/operation';
import { optionPointer, type NexconnOptions } from './options';

/** "Set metadata": the content of this type must have `type`, `key` and `value`. */
const BUILT_IN_TYPE = 'RC:chrmKVNotiMsg';

/** `type` of the built-in content. The page's example says "1" for a set; the webhook has 2 for a delete. */
const CHANGE_TYPES = { set: '1', remove: '2' } as const;

interface Change {
  readonly verb: keyof typeof CHANGE_TYPES;
  readonly key: string;
  readonly value: string;
}

/** The rules for the parts of the built-in content; absent parts are filled in. */
const CONTENT_RULES: Readonly<
  Record<string, { reason: string; allows: (value: unknown) => boolean }>
> = {
  type: {
    reason: 'must be 1 (set) or 2 (removed)',
    allows: (value) => [1, 2, '1', '2'].includes(value as string | number),
  },
  key: { reason: 'must be a string', allows: (value) => typeof value === 'string' },
  value: { reason: 'must be a string', allows: (value) => typeof value === 'string' },
};

/** @throws GatewayError provider-limit if the built-in content has a part that the vendor refuses */
export function checkNotification(call: SetCall | DeleteCall): void {
  const { notification }: NexconnOptions = call.options;
  if (notification?.type !== BUILT_IN_TYPE) return;
  const content = (notification.content ?? {}) as JsonObject;
  const faults = Object.entries(CONTENT_RULES).flatMap(
    ([name, { reason, allows }]): FieldError[] =>
      content[name] === undefined || allows(content[name])
        ? []
        : [{ pointer: optionPointer(call, `notification/content/${name}`), reason }],
  );
  refuseFaults('Nexconn', faults);
}

/** The vendor's fields for the notification of a change of one entry; none if the caller wants none. */
export function notificationFields({ notification }: NexconnOptions, { verb, key, value }: Change) {
  if (notification === undefined) return {};
  const { type, content } = notification;
  const complete =
    type === BUILT_IN_TYPE ? fillIn(content, { type: CHANGE_TYPES[verb], key, value }) : content;
  return {
    objectName: type,
    content: complete === undefined ? undefined : JSON.stringify(complete),
  };
}

/** The given content, followed by the parts that it lacks. */
function fillIn(content: object = {}, parts: object): object {
  const missing = Object.entries(parts).filter(([name]) => !Object.hasOwn(content, name));
  return { ...content, ...Object.fromEntries(missing) };
}
