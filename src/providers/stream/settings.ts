import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';

/** "Channel types": letters, digits, `_` and `-`, at most 64 characters. */
const CHANNEL_TYPE = /^[\w-]{1,64}$/;
const CHANNEL_TYPE_RULE = { message: 'must be 1 to 64 letters, digits, "_" and "-"' };

/** The vendor's channel type for each channel type of the API. */
export class StreamChannelTypes {
  @IsOptional()
  @Matches(CHANNEL_TYPE, CHANNEL_TYPE_RULE)
  direct = 'messaging';

  @IsOptional()
  @Matches(CHANNEL_TYPE, CHANNEL_TYPE_RULE)
  group = 'messaging';

  @IsOptional()
  @Matches(CHANNEL_TYPE, CHANNEL_TYPE_RULE)
  open = 'livestream';

  @IsOptional()
  @Matches(CHANNEL_TYPE, CHANNEL_TYPE_RULE)
  community = 'team';
}

/** The settings of a Stream (GetStream) connection, in addition to those that all connections have. */
export class StreamSettings {
  /** Selects the app. Connections with the same key share their quotas. */
  @IsString()
  @IsNotEmpty()
  apiKey: string;

  /** Signs the token of every request; it is never sent. */
  @IsString()
  @IsNotEmpty()
  apiSecret: string;

  /** The vendor's channel types; an app can have others than the built-in ones. */
  @IsOptional()
  @ValidateNested()
  @Type(() => StreamChannelTypes)
  channelTypes: StreamChannelTypes = new StreamChannelTypes();

  /**
   * The request that reads a channel: `get` (`GET /channels/{type}/{id}`, in the vendor's API document since
   * July 2026) or `query` (`POST /channels` with a filter, which every server has). Neither creates channels.
   */
  @IsOptional()
  @IsIn(['get', 'query'])
  channelRead: 'get' | 'query' = 'get';

  /** Names of system fields besides the known ones: they are no metadata. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @IsNotEmpty({ each: true })
  reservedNames: string[] = [];

  /** The most bytes of all entries of one message or channel as JSON. The vendor says "5 KB". */
  @IsOptional()
  @IsInt()
  @Min(1)
  customDataBytes = 5_120;

  /** Whether writes to messages need an actor: the vendor's pages disagree. */
  @IsOptional()
  @IsBoolean()
  requireActor = true;
}
