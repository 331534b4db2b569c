import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request';
import { ProblemDocs } from '../docs/problem-docs';
import { NDJSON } from '../http/media-types';
import { Batch, BatchOperation } from './batch-requests';
import { BATCH_EXAMPLE } from './batch-example';
import { BatchEnd, BatchProgress, BatchResult } from './batch-replies';
import { BatchRunner } from './batch-runner';

const schemaOf = (model: new () => object) => ({ $ref: getSchemaPath(model) });

/** Many operations in one request, answered as each ends. */
@ApiTags('Batch')
@ApiBearerAuth()
@Controller('v1/batch')
export class BatchController {
  constructor(private readonly batches: BatchRunner) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Carry out up to 10,000 operations',
    operationId: 'batch',
    description: `Operations on one target keep their order, others run side by side as the quotas allow, and writes that one vendor call can carry go together. What is wrong with one operation is its own answer; the body as a whole is refused only where it is no list of operations with an id of their own. As \`${NDJSON}\`, an operation on each line, the body is carried out while it comes in. What fails because the vendor, the quota or Redis is away is tried again within the operation's wait, until nothing has gone well for a minute. Nothing is begun while the answers wait for a slow reader, and hanging up stops what has not begun.`,
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: schemaOf(Batch),
          examples: { mixed: { value: BATCH_EXAMPLE } },
        },
        [NDJSON]: { schema: schemaOf(BatchOperation) },
      },
    },
  })
  @ApiExtraModels(Batch, BatchOperation, BatchResult, BatchProgress, BatchEnd)
  @ApiHeader({
    name: 'Prefer',
    description:
      '`wait=N`: seconds that each operation may wait for quota; without it as long as it takes',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    description:
      'Up to 255 printable characters: sent again, a batch carries out what is left of it. Each write has a key of its own, made of this one and its `id`, and is remembered for a day; what is done is answered as it was. Where another request carries it out, that is waited for, a minute at most',
  })
  @ApiHeader({ name: 'X-Actor-Id', description: 'For operations without an `actorId`' })
  @ApiResponse({
    status: 200,
    description:
      'A line `{id, status, reply | problem}` as each operation ends, in any order; `{progress}` once a second; the last line is `{done: true, succeeded, failed}`',
    content: {
      [NDJSON]: {
        schema: { oneOf: [BatchResult, BatchProgress, BatchEnd].map(schemaOf) },
      },
    },
  })
  @ProblemDocs(
    ...(['invalid-request', 'unauthenticated', 'payload-too-large'] as const),
    ...(['unsupported-media-type', 'limiter-unavailable', 'overloaded', 'shutting-down'] as const),
  )
  run(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.batches.run(request, response);
  }
}
