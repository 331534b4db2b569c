import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsNotEmpty,
  IsObject,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { GatewayError } from '../../core/gateway-error';
import type { DeleteCall, SetCall } from '../../core/operation';

/** Unlike `IsOptional`, allows no null: a switch has a value or is not there. */
const MayBeAbsent = () => ValidateIf((_, value) => value !== undefined);

/** A message that the vendor sends to an open channel when an entry changes ("Set metadata"). */
export class NexconnNotification {
  /** Message type, such as `RC:chrmKVNotiMsg`; the vendor's field `objectName`. */
  @IsString()
  @IsNotEmpty()
  type: string;

  /**
   * Sent as a JSON string. The built-in type `RC:chrmKVNotiMsg` has `type` (1: set, 2: removed), `key` and
   * `value`; those left out are filled in from the entry.
   */
  @MayBeAbsent()
  @IsObject()
  content?: object;
}

/** `options.nexconn` of a write. An option that the target cannot have is refused. */
export class NexconnOptions {
  /** Direct and group messages: the vendor also notifies the actor's own online client. */
  @MayBeAbsent()
  @IsBoolean()
  echoToActor?: boolean;

  /** Sets of open-channel entries: the vendor deletes the entries when their owner leaves the channel. */
  @MayBeAbsent()
  @IsBoolean()
  autoDelete?: boolean;

  /** Open channels. With a notification, each entry takes a vendor call of its own. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => NexconnNotification)
  notification?: NexconnNotification;

  /**
   * Deletes of open-channel entries: true, the default, deletes entries of any owner; false deletes in the
   * name of the actor, one entry in each vendor call. A notification implies false.
   */
  @MayBeAbsent()
  @IsBoolean()
  force?: boolean;
}

/** Where the vendor has a field or a call for an option. */
export const SUPPORTED_OPTIONS = {
  channelMessage: { place: 'writes to direct and group messages', options: ['echoToActor'] },
  communityMessage: { place: 'writes to community messages', options: [] },
  openChannelSet: { place: 'sets in open channels', options: ['autoDelete', 'notification'] },
  openChannelDelete: { place: 'deletes in open channels', options: ['notification', 'force'] },
} as const satisfies Readonly<Record<string, Support>>;

interface Support {
  /** A phrase for people. */
  readonly place: string;
  readonly options: readonly (keyof NexconnOptions)[];
}

/** @throws GatewayError unsupported-by-provider for the first option that has no place in the call */
export function checkOptions(call: SetCall | DeleteCall, { place, options }: Support): void {
  const given: NexconnOptions = call.options;
  const allowed: readonly string[] = options;
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !allowed.includes(name))
      throw unsupportedOption(call, name, `does not apply to ${place}`);
}

/** @param reason a phrase that follows the name of the option */
export function unsupportedOption(
  call: SetCall | DeleteCall,
  name: string,
  reason: string,
): GatewayError {
  return new GatewayError('unsupported-by-provider', `Nexconn: the option ${name} ${reason}.`, {
    errors: [{ pointer: optionPointer(call, name), reason }],
  });
}

/** A DELETE has its options in the query, all other writes in the body. */
export function optionPointer(call: SetCall | DeleteCall, name: string): string {
  const isInQuery = 'keys' in call && call.keysPointer !== '/keys';
  return `${isInQuery ? 'query' : ''}/options/nexconn/${name}`;
}
