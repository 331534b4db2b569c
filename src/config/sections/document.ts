import { Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../settings';
import {
  IsBasePath,
  IsHost,
  IsMilliseconds,
  IsOrigin,
  IsPort,
  IsSize,
  IsTrustProxy,
} from '../validators';

/** The section names of the file. Each section has a class of its own. */
export class Document {
  @Allow() server?: unknown;
  @Allow() redis?: unknown;
  @Allow() limits?: unknown;
  @Allow() auth?: unknown;
  @Allow() log?: unknown;
  @Allow() connections?: unknown;
  @Allow() egress?: unknown;
}

/** The browsers' pages that may call the API from another origin. */
export class CorsSection {
  @IsArray() @ArrayMaxSize(100) @IsOrigin({ each: true }) origins: string[] = [];
}

/** Each is a text in PEM, or the path of a file that has it. */
export class ServerTlsSection {
  @IsString() @MinLength(1) cert: string;
  @IsString() @MinLength(1) key: string;
  @IsOptional() @IsString() @MinLength(1) clientCa?: string;
}

/** The whole shutdown must fit a timer. */
const MAX_DRAIN_DELAY_MS = 86_400_000;

export class ServerSection {
  @IsHost() host = '0.0.0.0';
  @IsPort() port = 3000;
  @IsOptional() @IsPort() metricsPort?: number;
  @IsOptional() @IsBasePath() basePath?: string;
  @IsOptional() @ValidateNested() @Type(() => ServerTlsSection) tls?: ServerTlsSection;
  @IsTrustProxy() trustProxy: boolean | number | string[] = false;
  @IsMilliseconds() @Min(1000) keepAliveTimeoutMs = 75_000;
  @ValidateNested() @Type(() => CorsSection) cors = new CorsSection();
  @IsMilliseconds() @Max(MAX_DRAIN_DELAY_MS) drainDelayMs = 1000;
  @IsMilliseconds() @Min(1) requestTimeoutMs = 120_000;
  @IsSize() bodyLimit = '1mb';
  @IsSize() streamedBodyLimit = '32mb';
  @IsSize() batchBodyLimit = '32mb';
  @IsSize() readMemoryLimit = '16mb';
}

/** The resolution of the measurement: below it, an idle replica would refuse calls. */
const MIN_LAG_MS = 10;

export class LimitsSection {
  @IsInt() @Min(1) @Max(10_000) maxReplicas = 4;
  @IsMilliseconds() maxWaitMs = 10_000;
  @IsMilliseconds() defaultWaitMs = 2000;
  @IsInt() @Min(0) @Max(1_000_000) maxWaiting = 5000;
  @IsInt() @Min(0) @Max(10_000) maxLeases = 100;
  @IsInt() @Min(1) @Max(1_000_000) maxCalls = 10_000;
  @IsMilliseconds() @Min(MIN_LAG_MS) maxLagMs = 500;
}

export class LogSection {
  @IsIn(LOG_LEVELS) level: LogLevel = 'info';
  @IsOptional() @IsIn(LOG_FORMATS) format?: LogFormat;
}
