import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import type { ApiRequest } from '../api-request';
import { Problems } from '../discovery/discovery-docs';
import { Batch } from './batch-body';
import { BATCH_EXAMPLE } from './batch-example';
import { Batches } from './batches';
import { checkBatch } from './check-batch';

/** Many operations in one request, answered as each ends. */
@ApiTags('Batch')
@ApiBearerAuth()
@Controller('v1/batch')
export class BatchController {
  constructor(private readonly batches: Batches) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Carry out up to 10,000 operations',
    operationId: 'batch',
    description:
      'Operations on one target keep their order, others run side by side as the quotas allow, and writes that one vendor call can carry go together. Hanging up stops what has not begun.',
  })
  @ApiBody({ type: Batch, examples: { mixed: { value: BATCH_EXAMPLE } } })
  @ApiHeader({
    name: 'Prefer',
    description:
      '`wait=N`: seconds that each operation may wait for quota; without it as long as it takes',
  })
  @ApiHeader({ name: 'X-Actor-Id', description: 'For operations without an `actorId`' })
  @ApiResponse({
    status: 200,
    description:
      'A line `{id, status, reply | problem}` as each operation ends, in any order; the last line is `{done: true, succeeded, failed}`',
    content: { 'application/x-ndjson': { schema: { type: 'string' } } },
  })
  @Problems('invalid-request', 'unauthenticated', 'payload-too-large', 'unsupported-media-type')
  async run(@Req() request: ApiRequest, @Body() { operations }: Batch, @Res() response: Response) {
    checkBatch(operations);
    await this.batches.run(request, operations, response);
  }
}
