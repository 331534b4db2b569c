import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

const BUILT_IN_TYPE = 'RC:chrmKVNotiMsg';

/** A message that the vendor sends to an open channel when an entry changes ("Set metadata"). */
export class NexconnNotification {
  /** Message type, such as `RC:chrmKVNotiMsg`; the vendor's field `objectName`. */
  @IsString()
  @IsNotEmpty()
  type: string;

  /** Sent as a JSON string. The built-in type `RC:chrmKVNotiMsg` requires `type`, `key` and `value`. */
  @ValidateIf(
    ({ type, content }: NexconnNotification) => type === BUILT_IN_TYPE || content !== undefined,
  )
  @IsObject()
  content?: object;
}

/** `options.nexconn` of a write. Options without an effect on the target are ignored with a warning. */
export class NexconnOptions {
  /** Direct and group messages: the vendor also notifies the actor's own online client. */
  @IsOptional()
  @IsBoolean()
  echoToActor?: boolean;

  /** Open channels: the vendor deletes the entry when its owner leaves the channel. */
  @IsOptional()
  @IsBoolean()
  autoDelete?: boolean;

  /** Open channels, for writes of a single entry. */
  @IsOptional()
  @ValidateNested()
  @Type(() => NexconnNotification)
  notification?: NexconnNotification;
}
