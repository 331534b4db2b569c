import { ApiProperty } from '@nestjs/swagger';

const ANYTHING = { type: 'object', additionalProperties: true } as const;

export class LimitReply {
  @ApiProperty() resource: string;
  @ApiProperty({ type: [String] }) channelTypes: string[];
  @ApiProperty() rule: string;
  @ApiProperty({ type: 'integer', required: false }) maximum?: number;
  @ApiProperty({ required: false, example: 'characters' }) unit?: string;
  @ApiProperty({ required: false }) pattern?: string;
  @ApiProperty({ description: "The vendor's page" }) source: string;
}

export class ProviderDescription {
  @ApiProperty() name: string;
  @ApiProperty() title: string;
  @ApiProperty({
    ...ANYTHING,
    description:
      '`{resource: {channelType: {verb: {support, how?, atomic?}}}}`; `support` is native, emulated or unsupported',
  })
  capabilities: object;
  @ApiProperty({ type: [LimitReply] }) limits: LimitReply[];
  @ApiProperty({ type: [String], description: 'What is lost in translation' }) lost: string[];
}

export class ProvidersReply {
  @ApiProperty({ type: [ProviderDescription] }) providers: ProviderDescription[];
}

export class ConnectionName {
  @ApiProperty() name: string;
  @ApiProperty() provider: string;
}

export class ConnectionsReply {
  @ApiProperty({ type: [ConnectionName] }) connections: ConnectionName[];
}

export class QuotaReply {
  @ApiProperty({ example: 'message-metadata.set' }) name: string;
  @ApiProperty({ type: 'integer', description: 'Tokens' }) limit: number;
  @ApiProperty({ type: 'integer' }) windowMs: number;
  @ApiProperty({ type: 'integer', description: 'Tokens of vendor calls in flight' })
  inFlight: number;
  @ApiProperty({ type: 'integer', description: 'Tokens that come back within a window' })
  resting: number;
  @ApiProperty({ type: 'integer' }) free: number;
  @ApiProperty({ type: 'integer', description: 'Callers in line' }) waiting: number;
  @ApiProperty({ type: 'integer' }) waitForecastMs: number;
  @ApiProperty({ type: 'integer', description: 'The most that any window has seen' })
  worstWindow: number;
  @ApiProperty({ type: 'integer', description: "What is left of the vendor's pause; 0: none" })
  coolingDownMs: number;
}

export class QuotasReply {
  @ApiProperty({ type: [QuotaReply] }) quotas: QuotaReply[];
}

export class ConnectionReply extends ConnectionName {
  @ApiProperty(ANYTHING) capabilities: object;
  @ApiProperty({ type: [QuotaReply] }) quotas: QuotaReply[];
}
