import { IsInt, Max, Min } from 'class-validator';
import { IsMilliseconds } from '../rules';

export class LimitsSection {
  @IsInt() @Min(1) @Max(10_000) maxReplicas = 4;
  @IsMilliseconds() maxWaitMs = 10_000;
  @IsMilliseconds() defaultWaitMs = 2000;
  @IsInt() @Min(0) @Max(1_000_000) maxWaiting = 5000;
  @IsInt() @Min(1) @Max(1_000_000) maxCalls = 10_000;
  @IsMilliseconds() maxLagMs = 500;
}
