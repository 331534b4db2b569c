import { Allow, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from '../settings';
import { IsHost, IsMilliseconds, IsPort, IsSize, IsTrustProxy } from '../validators';

/** The section names of the file. Each section has a class of its own. */
export class Document {
  @Allow() server?: unknown;
  @Allow() redis?: unknown;
  @Allow() limits?: unknown;
  @Allow() auth?: unknown;
  @Allow() log?: unknown;
  @Allow() connections?: unknown;
}

export class ServerSection {
  @IsHost() host = '0.0.0.0';
  @IsPort() port = 3000;
  @IsOptional() @IsPort() metricsPort?: number;
  @IsTrustProxy() trustProxy: boolean | number = false;
  @IsMilliseconds() drainDelayMs = 1000;
  @IsMilliseconds() @Min(1) requestTimeoutMs = 120_000;
  @IsSize() bodyLimit = '1mb';
  @IsSize() batchBodyLimit = '32mb';
  @IsSize() readMemoryLimit = '16mb';
}

export class LimitsSection {
  @IsInt() @Min(1) @Max(10_000) maxReplicas = 4;
  @IsMilliseconds() maxWaitMs = 10_000;
  @IsMilliseconds() defaultWaitMs = 2000;
  @IsInt() @Min(0) @Max(1_000_000) maxWaiting = 5000;
  @IsInt() @Min(0) @Max(10_000) maxLeases = 100;
  @IsInt() @Min(1) @Max(1_000_000) maxCalls = 10_000;
  @IsMilliseconds() maxLagMs = 500;
}

export class LogSection {
  @IsIn(LOG_LEVELS) level: LogLevel = 'info';
  @IsOptional() @IsIn(LOG_FORMATS) format?: LogFormat;
}
