import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { FALLBACK_ENDS, REDIS_LOSS_POLICIES, type RedisSettings } from '../settings';
import { IsHost, IsMilliseconds, IsRedisNode, IsRedisUrl } from '../validators';

/** Each of the first three is a text in PEM, or the path of a file that has it. */
export class RedisTlsSection {
  @IsOptional() @IsString() @MinLength(1) ca?: string;
  @IsOptional() @IsString() @MinLength(1) cert?: string;
  @IsOptional() @IsString() @MinLength(1) key?: string;
  @IsOptional() @IsHost() serverName?: string;
}

class NodesSection {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsRedisNode({ each: true })
  nodes: string[];
}

export class RedisSentinelsSection extends NodesSection {
  @IsString() @MinLength(1) name: string;
  @IsOptional() @IsString() @MinLength(1) password?: string;
}

export class RedisClusterSection extends NodesSection {}

export class FallbackSection {
  @IsMilliseconds() @Min(1000) forMs = 900_000;
  @IsIn(FALLBACK_ENDS) then: RedisSettings['fallback']['then'] = 'refuse';
}

export class RedisSection {
  /** Optional here: the environment variable `REDIS_URL` may give it instead. */
  @IsOptional() @IsRedisUrl() url?: string;
  @IsOptional() @IsString() @MinLength(1) username?: string;
  @IsOptional() @IsString() @MinLength(1) password?: string;
  @IsOptional() @IsInt() @Min(0) @Max(65_535) db?: number;
  @IsOptional() @ValidateNested() @Type(() => RedisTlsSection) tls?: RedisTlsSection;
  @IsOptional()
  @ValidateNested()
  @Type(() => RedisSentinelsSection)
  sentinels?: RedisSentinelsSection;
  @IsOptional() @ValidateNested() @Type(() => RedisClusterSection) cluster?: RedisClusterSection;
  @IsBoolean() required = false;
  @IsIn(REDIS_LOSS_POLICIES) onLoss: RedisSettings['onLoss'] = 'share';
  @ValidateNested() @Type(() => FallbackSection) fallback = new FallbackSection();
}
