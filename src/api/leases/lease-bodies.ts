import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { LEASE_ENDS, MAX_HOLD_MS, type LeaseEnd } from '../../limiter';
import { ConnectionPath } from '../dto/paths';

/** No quota has so many; the draws of a lease add up to a finite number. */
const MAX_TOKENS = Number.MAX_SAFE_INTEGER;

export class DrawBody {
  @ApiProperty({
    description: 'The name of a quota, as `GET /v1/connections/{connection}/quotas` lists it',
    example: 'group-message',
  })
  @IsString()
  @MinLength(1)
  quota: string;

  @ApiProperty({ type: 'integer', minimum: 1, maximum: MAX_TOKENS, example: 1 })
  @IsInt()
  @Min(1)
  @Max(MAX_TOKENS)
  tokens: number;
}

export class LeaseBody {
  @ApiProperty({ type: [DrawBody], description: 'The tokens that your vendor call uses' })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => DrawBody)
  draws: DrawBody[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_HOLD_MS,
    description:
      'Milliseconds after which the lease is taken for lost. By default the total timeout of the connection',
    example: 5000,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_HOLD_MS)
  holdMs?: number;
}

export class LeaseReply {
  @ApiProperty({ description: 'The id of the lease', format: 'uuid' }) lease: string;
  @ApiProperty({ type: [DrawBody] }) draws: DrawBody[];
  @ApiProperty({
    format: 'date-time',
    description: 'Your vendor call has to be over by then: the lease is taken for lost',
  })
  expiresAt: string;
}

export class LeasePath extends ConnectionPath {
  @ApiProperty({
    description: 'The id of the lease',
    example: '0d4c4f6e-5b0a-4c57-9a38-6f0a4d3c2b11',
  })
  @IsString()
  lease: string;
}

export class LeaseEndQuery {
  @ApiPropertyOptional({
    enum: LEASE_ENDS,
    default: 'answered',
    description:
      '`answered`: the vendor has answered, so the tokens rest for one window. `unsent`: you made no vendor call, so the tokens are free',
  })
  @IsOptional()
  @IsIn(LEASE_ENDS)
  outcome?: LeaseEnd;
}
