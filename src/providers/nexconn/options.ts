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

/** "Set metadata": its content must have `type`, `key` and `value`. */
const BUILT_IN = 'RC:chrmKVNotiMsg';

/** The message that an open channel gets when an entry changes. */
export class NexconnNotification {
  /** Message type, such as `RC:chrmKVNotiMsg`; sent as `objectName`. */
  @IsString()
  @IsNotEmpty()
  type: string;

  /** Sent as a JSON string; `RC:chrmKVNotiMsg` wants `type`, `key` and `value` in it. */
  @ValidateIf(
    ({ type, content }: NexconnNotification) => type === BUILT_IN || content !== undefined,
  )
  @IsObject()
  content?: object;
}

/** `options.nexconn` of a write. A switch that the place does not know is passed over. */
export class NexconnOptions {
  /** The actor's own online client gets the change too (direct and group messages). */
  @IsOptional()
  @IsBoolean()
  echoToActor?: boolean;

  /** The entry goes when its owner leaves the open channel. */
  @IsOptional()
  @IsBoolean()
  autoDelete?: boolean;

  /** Open channels, one entry at a time. */
  @IsOptional()
  @ValidateNested()
  @Type(() => NexconnNotification)
  notification?: NexconnNotification;
}
