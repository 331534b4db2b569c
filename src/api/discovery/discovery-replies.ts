import { ApiPropertyOptional, ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_REPLICA } from '../docs/connection-docs';

const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;

export class LimitReply {
  @ApiProperty() resource: string;
  @ApiProperty({ type: [String] }) channelTypes: string[];
  @ApiProperty() rule: string;
  @ApiProperty({ type: 'integer', required: false }) maximum?: number;
  @ApiProperty({ required: false, example: 'characters' }) unit?: string;
  @ApiProperty({ required: false }) pattern?: string;
  @ApiProperty({ description: "The vendor's documentation page with this limit" }) source: string;
}

export class DialectReply {
  @ApiProperty({ example: 'profile', description: 'The setting of a connection that selects it' })
  setting: string;
  @ApiProperty({ description: 'The value of the setting' }) value: string;
  @ApiProperty() description: string;
  @ApiProperty({
    type: [String],
    description: 'Options and calls that it has no request for; they are 422',
  })
  unsupported: string[];
}

export class ProviderDescription {
  @ApiProperty() name: string;
  @ApiProperty() title: string;
  @ApiProperty({
    ...ANY_OBJECT,
    description:
      '`{resource: {channelType: {verb: {support, how?, atomic?, upsert?, preconditions?}}}}`; `support` is `native`, `emulated` or `unsupported`. `upsert` says the same of `upsert: false`, `preconditions` of `If-Match` and `If-None-Match`: `emulated` takes one more read, under the lock on the target',
  })
  capabilities: object;
  @ApiProperty({ type: [LimitReply] }) limits: LimitReply[];
  @ApiProperty({
    type: [DialectReply],
    description: 'The ways to speak to the vendor; empty where there is only one',
  })
  dialects: DialectReply[];
  @ApiProperty({
    type: [String],
    description: 'Details of the vendor that the normalized form cannot express',
  })
  lost: string[];
}

export class ProvidersReply {
  @ApiProperty({ type: [ProviderDescription] }) providers: ProviderDescription[];
}

export class ConnectionName {
  @ApiProperty() name: string;
  @ApiProperty() provider: string;
  @ApiProperty({
    required: false,
    enum: ['read-only', 'off'],
    description: 'During maintenance: which operations are refused with 503 `upstream-unavailable`',
  })
  mode?: string;
}

export class ConnectionsReply {
  @ApiProperty({ type: [ConnectionName] }) connections: ConnectionName[];
}

export class LeasedTokensReply {
  @ApiPropertyOptional({ description: 'Absent: all other clients together' }) client?: string;
  @ApiProperty({ type: 'integer' }) tokens: number;
}

export class SuspendedShareReply {
  @ApiProperty({
    example: EXAMPLE_REPLICA,
    description: 'The name of the silent replica, or its id if it has none',
  })
  replica: string;
  @ApiProperty({ type: 'integer', description: 'Tokens that others cannot use meanwhile' })
  tokens: number;
  @ApiProperty({ type: 'integer', description: 'Milliseconds until the suspension ends by itself' })
  endsInMs: number;
}

export class QuotaReply {
  @ApiProperty({ example: 'message-metadata.set' }) name: string;
  @ApiProperty({ type: 'integer', description: 'Tokens per window' }) limit: number;
  @ApiProperty({ type: 'integer', description: 'Length of the window in milliseconds' })
  windowMs: number;
  @ApiProperty({ type: 'integer', description: 'Tokens of vendor calls without an answer yet' })
  inFlight: number;
  @ApiProperty({
    type: 'integer',
    description: 'Tokens of calls that the vendor answered less than a window ago',
  })
  resting: number;
  @ApiProperty({ type: 'integer', description: 'Tokens that are usable now' }) free: number;
  @ApiProperty({ type: 'integer', description: 'Callers that wait in the queue for this quota' })
  waiting: number;
  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Milliseconds that a call of one token would wait if it arrived now; `null` while no token may be used, because Redis is lost',
  })
  waitForecastMs: number | null;
  @ApiProperty({
    type: 'integer',
    description: 'The highest number of tokens ever in use in one window',
  })
  worstWindow: number;
  @ApiProperty({
    type: 'integer',
    description: 'Milliseconds until the cooldown after a 429 of the vendor ends; 0 without one',
  })
  coolingDownMs: number;
  @ApiProperty({
    type: 'integer',
    description: 'Of the tokens in flight, those of leases of clients',
  })
  leased: number;
  @ApiProperty({
    type: [LeasedTokensReply],
    description:
      'The leased tokens of the client that asks, and of all others together; with `operate` access, those of each client',
  })
  leasedByClient: LeasedTokensReply[];
  @ApiProperty({
    type: [SuspendedShareReply],
    description:
      'The fallback shares of silent replicas, which may be using them without Redis; part of `inFlight`. Empty without Redis',
  })
  suspendedShares: SuspendedShareReply[];
  @ApiProperty({
    type: 'integer',
    required: false,
    description:
      'Only of a quota that each channel has for itself: how many channels are in use. The counts of tokens and `waitForecastMs` are then those of the fullest channel, `worstWindow` and `coolingDownMs` the highest of any, and `waiting` is for all channels',
  })
  channels?: number;
}

export class QuotasReply {
  @ApiProperty({ type: [QuotaReply] }) quotas: QuotaReply[];
}

export class ConnectionReply extends ConnectionName {
  @ApiProperty(ANY_OBJECT) capabilities: object;
  @ApiProperty({ type: [QuotaReply] }) quotas: QuotaReply[];
}
