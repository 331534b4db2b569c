import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ERROR_CODES } from '../http/problems/problem-table';

export class FieldErrorReply {
  @ApiProperty({
    example: '/entries/0/key',
    description: 'Pointer into the body, or `query/…`, `path/…`, `header/…`',
  })
  pointer: string;
  @ApiProperty({ example: 'must be at most 32 characters long, this has 40' }) reason: string;
}

export class UpstreamReply {
  @ApiProperty() provider: string;
  @ApiPropertyOptional({ type: 'integer' }) status?: number;
  @ApiPropertyOptional({ type: 'integer' }) code?: number;
  @ApiPropertyOptional() message?: string;
}

/** RFC 9457. */
export class ProblemReply {
  @ApiProperty({ example: 'urn:chat-metadata-gateway:problem:provider-limit' }) type: string;
  @ApiProperty() title: string;
  @ApiProperty({ type: 'integer', example: 422 }) status: number;
  @ApiProperty() detail: string;
  @ApiProperty({ enum: ERROR_CODES }) code: string;
  @ApiProperty() requestId: string;
  @ApiPropertyOptional({ type: [FieldErrorReply] }) errors?: FieldErrorReply[];
  @ApiPropertyOptional({ type: 'integer' }) retryAfterMs?: number;
  @ApiPropertyOptional({ type: [String] }) violatedQuotas?: string[];
  @ApiPropertyOptional({
    description: 'What the vendor did of a write that failed',
    oneOf: [
      { type: 'string', enum: ['no', 'yes', 'unknown'] },
      {
        type: 'object',
        properties: { keys: { type: 'array', items: { type: 'string' } } },
        required: ['keys'],
      },
    ],
  })
  applied?: object;
  @ApiPropertyOptional({ type: UpstreamReply }) upstream?: UpstreamReply;
}
