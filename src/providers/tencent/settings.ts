import { Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';

/** The vendor's group types. Direct channels are its one-to-one chats (C2C), which are no groups. */
export const GROUP_TYPES = ['Work', 'Public', 'Meeting', 'AVChatRoom', 'Community'] as const;
export type GroupType = (typeof GROUP_TYPES)[number];

/** The vendor's group type for each channel type of the API. No request carries it. */
export class TencentChannelTypes {
  @IsOptional()
  @IsIn(GROUP_TYPES)
  group: GroupType = 'Public';

  @IsOptional()
  @IsIn(GROUP_TYPES)
  open: GroupType = 'AVChatRoom';

  @IsOptional()
  @IsIn(GROUP_TYPES)
  community: GroupType = 'Community';
}

/** The settings of a Tencent connection, in addition to those that all connections have. */
export class TencentSettings {
  /** The number of the app (SDKAppID). Connections with the same number share their quotas. */
  @IsInt()
  @Min(1)
  @Max(4_294_967_295)
  sdkAppId: number;

  /** An account of the app that is marked as an app admin. */
  @IsString()
  @IsNotEmpty()
  identifier: string;

  /** Makes the UserSig, with which the vendor recognizes the admin; it is never sent. */
  @IsString()
  @IsNotEmpty()
  secretKey: string;

  /** Decides which calls are refused because the vendor's group type does not have them. */
  @IsOptional()
  @ValidateNested()
  @Type(() => TencentChannelTypes)
  channelTypes: TencentChannelTypes = new TencentChannelTypes();

  /** The life of a UserSig in seconds. The gateway makes a new one 100 s before the end. */
  @IsOptional()
  @IsInt()
  @Min(300)
  @Max(31_536_000)
  userSigSeconds = 86_400;

  /** The most bytes of all attributes of one group, keys and values. The vendor says "16 KB". */
  @IsOptional()
  @IsInt()
  @Min(1)
  groupAttributeBytes = 16_384;

  /**
   * How a read shows a deleted key of a message extension: not at all, or with an empty value. With
   * `empty`, empty values are deleted keys, and cannot be written.
   */
  @IsOptional()
  @IsIn(['absent', 'empty'])
  deletedExtensions: 'absent' | 'empty' = 'absent';

  /** Codes with which the vendor says that a message does not exist; it documents none. */
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  messageNotFoundCodes: number[] = [];

  /** Codes for a message that was sent without support for extensions; the vendor documents none. */
  @IsOptional()
  @IsArray()
  @IsInt({ each: true })
  extensionNotSupportedCodes: number[] = [];
}
