import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ProblemReply } from '../docs/problem-reply';
import { EntriesReply } from '../dto/replies';

/** How one operation ended, as a call of its own would have been answered. */
export class BatchResult {
  @ApiPropertyOptional({
    description: 'Of the operation; not where it had none that could be used',
  })
  id?: string;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'Where there is no id: its place, from 1 on',
  })
  line?: number;
  @ApiProperty({ type: 'integer', example: 200 }) status: number;
  @ApiPropertyOptional({ type: EntriesReply, description: 'Not for deletes' }) reply?: EntriesReply;
  @ApiPropertyOptional({ type: ProblemReply }) problem?: ProblemReply;
}

export class BatchCounts {
  @ApiProperty({ type: 'integer', description: 'Operations that have come in' }) received: number;
  @ApiProperty({ type: 'integer' }) succeeded: number;
  @ApiProperty({ type: 'integer' }) failed: number;
}

/** How far a batch has come, once a second. */
export class BatchProgress {
  @ApiProperty({ type: BatchCounts }) progress: BatchCounts;
}

/** The last line: every operation has been answered. */
export class BatchEnd {
  @ApiProperty({ enum: [true] }) done: true;
  @ApiProperty({ type: 'integer' }) succeeded: number;
  @ApiProperty({ type: 'integer' }) failed: number;
}
