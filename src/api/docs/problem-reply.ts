import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EntryReply } from '../dto/replies';
import { ERROR_CODES } from '../http/problems/problem-table';

export class FieldErrorReply {
  @ApiProperty({
    example: '/entries/0/key',
    description: 'JSON Pointer into the body, or `query/…`, `path/…` or `header/…`',
  })
  pointer: string;
  @ApiProperty({ example: 'must be at most 32 characters long, but has 40' }) reason: string;
}

/** The error that the vendor replied with. */
export class UpstreamReply {
  @ApiProperty() provider: string;
  @ApiPropertyOptional({ type: 'integer' }) status?: number;
  @ApiPropertyOptional({ type: 'integer' }) code?: number;
  @ApiPropertyOptional() message?: string;
}

const KEY_LIST = { type: 'array' as const, items: { type: 'string' as const } };

/** A problem document (RFC 9457). */
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
    description:
      'For a failed write: what the vendor did. `keys` are exactly as asked. `changed` are neither as before nor as asked',
    oneOf: [
      { type: 'string', enum: ['no', 'yes', 'unknown'] },
      {
        type: 'object',
        properties: { keys: KEY_LIST, changed: KEY_LIST },
        required: ['keys'],
      },
    ],
  })
  applied?: object;
  @ApiPropertyOptional({
    type: [EntryReply],
    description: 'The present entries of the `changed` keys, where they could be read',
  })
  found?: EntryReply[];
  @ApiPropertyOptional({ type: UpstreamReply }) upstream?: UpstreamReply;
}
