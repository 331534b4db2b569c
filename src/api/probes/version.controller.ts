import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { VERSION } from './version';

class VersionReply {
  @ApiProperty({ example: 'chat-metadata-gateway' }) name: string;
  @ApiProperty({ example: VERSION }) version: string;
  @ApiProperty({ example: 'v24.0.0' }) node: string;
}

@ApiTags('Operations')
@Controller('version')
export class VersionController {
  @Get()
  @ApiOperation({
    summary: 'Name, version and Node version of the gateway',
    operationId: 'version',
    security: [],
  })
  @ApiOkResponse({ type: VersionReply })
  version(): VersionReply {
    return { name: 'chat-metadata-gateway', version: VERSION, node: process.version };
  }
}
