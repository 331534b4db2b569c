import { IsIn } from 'class-validator';
import { LOG_LEVELS, type LogLevel } from '../settings';

export class LogSection {
  @IsIn(LOG_LEVELS) level: LogLevel = 'info';
}
