import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { ProblemReply } from '../docs/problem-reply';
import { CountersReply, EntriesReply } from '../dto/replies';

/** The result of one operation: the status and body that a single call would get. */
@ApiExtraModels(EntriesReply, CountersReply)
export class BatchResult {
  @ApiPropertyOptional({
    description: 'The id of the operation. Absent if the operation has no usable id',
  })
  id?: string;

  @ApiPropertyOptional({
    type: 'integer',
    description:
      'Only without `id`: the position of the operation in the batch, from 1, blank lines not counted',
  })
  line?: number;

  @ApiProperty({
    type: 'integer',
    example: 200,
    description: 'The HTTP status that a single call would get',
  })
  status: number;

  @ApiPropertyOptional({
    oneOf: [{ $ref: getSchemaPath(EntriesReply) }, { $ref: getSchemaPath(CountersReply) }],
    description:
      'The entries that were read or written, or the counters after a `count`. Absent after a delete and after a failure',
  })
  reply?: EntriesReply | CountersReply;

  @ApiPropertyOptional({ type: ProblemReply, description: 'Why the operation failed' })
  problem?: ProblemReply;
}

export class BatchCounts {
  @ApiProperty({ type: 'integer', description: 'Operations that have arrived so far' })
  received: number;

  @ApiProperty({ type: 'integer', description: 'Operations that have succeeded so far' })
  succeeded: number;

  @ApiProperty({ type: 'integer', description: 'Operations that have failed so far' })
  failed: number;
}

/** A progress line, once a second. */
export class BatchProgress {
  @ApiProperty({ type: BatchCounts }) progress: BatchCounts;
}

/** The last line: every operation has its result. Without it, the reply is incomplete. */
export class BatchEnd {
  @ApiProperty({ enum: [true] }) done: true;

  @ApiProperty({ type: 'integer', description: 'Operations that succeeded' })
  succeeded: number;

  @ApiProperty({ type: 'integer', description: 'Operations that failed' })
  failed: number;
}
