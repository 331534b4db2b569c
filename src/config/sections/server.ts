import { IsOptional } from 'class-validator';
import { IsHost, IsPort, IsSize, IsTrustProxy } from '../rules';

export class ServerSection {
  @IsHost() host = '0.0.0.0';
  @IsPort() port = 3000;
  @IsOptional() @IsPort() metricsPort?: number;
  @IsTrustProxy() trustProxy: boolean | number = false;
  @IsSize() bodyLimit = '1mb';
  @IsSize() batchBodyLimit = '32mb';
}
