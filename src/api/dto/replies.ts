/** The bodies of successful replies, as the API document describes them. */
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';

export class EntryReply {
  @ApiProperty({ example: 'type' })
  key: string;

  @ApiPropertyOptional({ example: '3', description: 'The first of `values`' })
  value?: string;

  @ApiProperty({ type: [String], example: ['3'], description: 'All values, in their order' })
  values: string[];

  @ApiPropertyOptional({
    example: '2025-03-20T08:00:00.000Z',
    description: 'The time of the last change, if the vendor reports it for each entry',
  })
  updatedAt?: string;

  @ApiPropertyOptional({
    example: 'alice',
    description: 'The user who owns the entry, if the vendor reports it',
  })
  ownerId?: string;

  @ApiPropertyOptional({
    description:
      'Whether the vendor deletes the entry when its owner leaves the channel, if the vendor reports it',
  })
  autoDelete?: boolean;
}

const SKIPPED = {
  type: [String],
  description:
    'Only with `upsert: false`: the keys that were not written, because they do not exist',
} satisfies ApiPropertyOptions;

export class EntriesReply {
  @ApiProperty({ type: [EntryReply] })
  entries: EntryReply[];

  @ApiPropertyOptional(SKIPPED)
  skipped?: string[];

  @ApiPropertyOptional({
    description: 'There may be more entries: pass this as `cursor` to read the next page',
  })
  nextCursor?: string;
}

export class CounterReply {
  @ApiProperty({ example: 'likes' })
  key: string;

  @ApiProperty({ type: 'integer', example: 4 })
  value: number;
}

export class CountersReply {
  @ApiProperty({ type: [CounterReply] })
  counters: CounterReply[];

  @ApiPropertyOptional(SKIPPED)
  skipped?: string[];
}

export class DrawReply {
  @ApiProperty({ example: 'message-metadata.set' })
  quota: string;

  @ApiProperty({ type: 'integer', example: 1, description: 'Tokens that the request takes' })
  tokens: number;
}

export class StepReply {
  @ApiProperty({ example: 'POST' })
  method: string;

  @ApiProperty({ example: 'https://api.sg-light-api.com/v4/message/metadata/set' })
  url: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Secret values are masked',
  })
  headers: Record<string, string>;

  @ApiPropertyOptional()
  body?: string;

  @ApiPropertyOptional({
    enum: ['base64'],
    description: '`base64`: the body of a vendor call is not UTF-8, and is shown as Base64',
  })
  bodyEncoding?: 'base64';

  @ApiProperty({ type: [DrawReply], description: 'The quotas that the request draws from' })
  draws: DrawReply[];

  @ApiPropertyOptional({
    description:
      'Whether this request is sent, and with what content, depends on the reply to an earlier one',
  })
  dependsOnReply?: boolean;
}

export class ExplanationReply {
  @ApiProperty({ type: [StepReply], description: 'The vendor requests, in their order' })
  steps: StepReply[];

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'The forecast wait for quota, in milliseconds, if the operation were sent now; `null` while no token may be used, because Redis is lost',
  })
  waitForecastMs: number | null;

  @ApiProperty({
    type: [String],
    description: 'Points of the vendor’s documentation that are unclear and concern this operation',
  })
  warnings: string[];
}
