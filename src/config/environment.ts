import { IsIn, IsOptional, Matches } from 'class-validator';
import { LOG_LEVELS, type LogLevel } from './settings';
import { IsHost, IsPortText, IsRedisUrl } from './validators';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment variables that override settings of the file, and the name of the replica. */
export class EnvironmentOverrides {
  @IsOptional() @IsPortText() PORT?: string;
  @IsOptional() @IsHost() HOST?: string;
  @IsOptional() @IsRedisUrl() REDIS_URL?: string;
  @IsOptional() @IsIn(LOG_LEVELS) LOG_LEVEL?: LogLevel;
  @IsOptional()
  @Matches(/^[\w.:-]{1,253}$/, { message: 'must be a name of letters, digits and ._:-' })
  GATEWAY_REPLICA?: string;
}

/** @returns the overrides that are set; an empty variable counts as unset, as shells and Compose have it */
export const readOverrides = ({
  PORT,
  HOST,
  REDIS_URL,
  LOG_LEVEL,
  GATEWAY_REPLICA,
}: Variables): Variables =>
  Object.fromEntries(
    Object.entries({ PORT, HOST, REDIS_URL, LOG_LEVEL, GATEWAY_REPLICA }).filter(
      ([, value]) => value !== '',
    ),
  );
