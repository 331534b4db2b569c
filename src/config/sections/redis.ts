import { IsIn, IsOptional } from 'class-validator';
import { IsRedisUrl } from '../rules';
import { ON_LOSS, type RedisSettings } from '../settings';

export class RedisSection {
  /** May come from the environment instead. */
  @IsOptional() @IsRedisUrl() url?: string;
  @IsIn(ON_LOSS) onLoss: RedisSettings['onLoss'] = 'share';
}
