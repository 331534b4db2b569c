import { IsOptional, Min } from 'class-validator';
import { IsHost, IsMilliseconds, IsPort, IsSize, IsTrustProxy } from '../rules';

export class ServerSection {
  @IsHost() host = '0.0.0.0';
  @IsPort() port = 3000;
  @IsOptional() @IsPort() metricsPort?: number;
  @IsTrustProxy() trustProxy: boolean | number = false;
  @IsMilliseconds() drainDelayMs = 1000;
  @IsMilliseconds() @Min(1) requestTimeoutMs = 120_000;
  @IsSize() bodyLimit = '1mb';
  @IsSize() batchBodyLimit = '32mb';
}
