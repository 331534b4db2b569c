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
import { IDEMPOTENCY_KEY } from '../docs/header-docs';
import { ProblemDocs } from '../docs/problem-docs';
import type { ApiRequest } from '../http/api-request';
import { NDJSON } from '../http/media-types';
import { BATCH_EXAMPLE } from './batch-example';
import { BatchEnd, BatchProgress, BatchResult } from './batch-replies';
import { Batch, BatchOperation } from './batch-requests';
import { BatchRunner } from './batch-runner';

const schemaOf = (model: new () => object) => ({ $ref: getSchemaPath(model) });

const DESCRIPTION = `Reads and writes metadata, and changes counters, in up to 10,000 operations. Each operation gets its own result as soon as it ends: the status and body that a single call would get.

**Order.** Operations on the same target are carried out in their order; those on different targets run side by side, as fast as the quotas allow. Neighbouring writes that one vendor call can carry are merged.

**Body.** As \`application/json\`, the whole body is checked first: it is refused unless it is a list of 1 to 10,000 operations with unique ids. As \`${NDJSON}\`, with one operation per line, operations are carried out while the body arrives. A fault in one operation fails that operation alone.

**Failures.** An operation that fails because the vendor, the quota or Redis is unavailable is retried within its wait (see \`Prefer\`), but no longer than a minute into an outage of its connection.

**Slow clients and disconnects.** No operation begins while the client does not read the results. After a disconnect, operations that have not begun are not carried out.`;

/** Many operations in one request, each answered as soon as it ends. */
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
    description: DESCRIPTION,
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
      '`wait=N`: each operation waits up to N seconds for quota. Without it, an operation waits as long as necessary',
  })
  @ApiHeader({
    name: 'Priority',
    description:
      '`u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default `u=6`, behind your single calls, for which nine tenths of what you get are kept',
    schema: { type: 'string', example: 'u=6' },
  })
  @ApiHeader({
    name: 'Cache-Control',
    description:
      'For every `get`, as on a single read: with `max-age=N` a reply of up to N seconds ago will do',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    description: `${IDEMPOTENCY_KEY}. Makes a batch safe to send again: each write is carried out once, and its result is stored for a day under this key and its \`id\`. A repeated batch gets stored results for the writes that are done and carries out the others. A write that another request is carrying out is waited for, for up to a minute. Reads are carried out each time`,
  })
  @ApiHeader({
    name: 'X-Actor-Id',
    description:
      'The vendor’s id of the user on whose behalf it is called, for operations without an `actorId`',
  })
  @ApiResponse({
    status: 200,
    description:
      'Lines of JSON: `{id, status, reply}` or `{id, status, problem}` for each operation, in the order in which operations end; `{progress}` once a second; `{done: true, succeeded, failed}` at the end',
    content: {
      [NDJSON]: {
        schema: { oneOf: [BatchResult, BatchProgress, BatchEnd].map(schemaOf) },
      },
    },
  })
  @ProblemDocs(
    'invalid-request',
    'unauthenticated',
    'upstream-unavailable',
    'payload-too-large',
    'unsupported-media-type',
    'limiter-unavailable',
    'overloaded',
    'shutting-down',
  )
  run(@Req() request: ApiRequest, @Res() response: Response): Promise<void> {
    return this.batches.run(request, response);
  }
}
