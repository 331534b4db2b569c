import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** What callers get; the API document is made of these. */
export class EntryReply {
  @ApiProperty({ example: 'type' }) key: string;
  @ApiPropertyOptional({ example: '3', description: 'The first of `values`' }) value?: string;
  @ApiProperty({ type: [String], example: ['3'] }) values: string[];
  @ApiPropertyOptional({
    example: '2025-03-20T08:00:00.000Z',
    description: 'Only where the vendor says it for each entry',
  })
  updatedAt?: string;
}

export class EntriesReply {
  @ApiProperty({ type: [EntryReply] }) entries: EntryReply[];
  @ApiPropertyOptional({ description: 'There may be more: pass it as `cursor`' })
  nextCursor?: string;
}

export class CounterReply {
  @ApiProperty({ example: 'likes' }) key: string;
  @ApiProperty({ type: 'integer', example: 4 }) value: number;
}

export class CountersReply {
  @ApiProperty({ type: [CounterReply] }) counters: CounterReply[];
}

export class DrawReply {
  @ApiProperty({ example: 'message-metadata.set' }) quota: string;
  @ApiProperty({ type: 'integer', example: 1 }) tokens: number;
}

export class StepReply {
  @ApiProperty({ example: 'POST' }) method: string;
  @ApiProperty({ example: 'https://api.sg-light-api.com/v4/message/metadata/set' }) url: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;
  @ApiPropertyOptional() body?: string;
  @ApiProperty({ type: [DrawReply] }) draws: DrawReply[];
  @ApiPropertyOptional() dependsOnReply?: boolean;
}

export class ExplanationReply {
  @ApiProperty({ type: [StepReply] }) steps: StepReply[];
  @ApiProperty({ type: 'number' }) waitForecastMs: number;
  @ApiProperty({ type: [String] }) warnings: string[];
}
