import { IsIn, IsOptional } from 'class-validator';
import { IsHost, IsPortText, IsRedisUrl } from './rules';
import { LOG_LEVELS, type LogLevel } from './settings';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables that win over the file, under their own names. */
export class Environment {
  @IsOptional() @IsPortText() PORT?: string;
  @IsOptional() @IsHost() HOST?: string;
  @IsOptional() @IsRedisUrl() REDIS_URL?: string;
  @IsOptional() @IsIn(LOG_LEVELS) LOG_LEVEL?: LogLevel;
}

/** An empty variable counts as none: `PORT=` is how a shell or compose file takes one away. */
export const winning = ({ PORT, HOST, REDIS_URL, LOG_LEVEL }: Variables): Variables =>
  Object.fromEntries(
    Object.entries({ PORT, HOST, REDIS_URL, LOG_LEVEL }).filter(([, value]) => value !== ''),
  );
