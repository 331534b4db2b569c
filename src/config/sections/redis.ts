import { IsIn, IsOptional } from 'class-validator';
import { IsRedisUrl } from '../rules';
import { REDIS_LOSS_POLICIES, type RedisSettings } from '../settings';

export class RedisSection {
  /** May come from the environment instead. */
  @IsOptional() @IsRedisUrl() url?: string;
  @IsIn(REDIS_LOSS_POLICIES) onLoss: RedisSettings['onLoss'] = 'share';
}
