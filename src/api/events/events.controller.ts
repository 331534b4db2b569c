import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request';
import { ProblemDocs } from '../docs/problem-docs';
import { EventsQuery } from '../dto/queries';
import { QUOTA_FIGURES } from './connection-sample';
import { EventStreams } from './event-streams';

const DESCRIPTION = `Server-sent events about the connections to which the caller has \`read\` access.

The first event is \`connections\`; it is sent again when its contents change: \`{everyMs, keptMs, quotaFigures,
connections: [{name, provider, title, quotas: [{name, windowMs}]}]}\`. A \`sample\` follows for every second of
the last five minutes and, with \`follow=true\`, one more every second: \`{atMs, redis?, connections: [{name, quotas,
hosts, fleet, mode?, waits?, calls?, failed?, refused?, merged?, cachedReads?, clients?}]}\`. The quotas of a connection are in the order of
the \`connections\` event, each as a list of numbers (${QUOTA_FIGURES.join(', ')}). \`waits\` (for quota) and
\`calls\` (to the vendor) are \`{count, p50, p99, max}\` in milliseconds; \`failed\` counts vendor errors by
status, code and outcome; \`clients\` are the ten that used most tokens, \`{client, tokens, granted, waitedMs,
refused}\`, and without \`client\` the sums of the others; names of other clients are for callers with \`operate\` access. Members without events are left out. \`redis\` is the state of this replica's connection to
Redis, \`{state, since, cause?, reason?, failing?}\`; it is absent without Redis. \`fleet\` is \`{mode, untilMs?, replicas,
suspended?}\`: whether the quotas are \`shared\` through Redis, \`quarantined\`, in \`fallback\` or \`refusing\`, the Unix
time at which that ends by itself, and the silent replicas with suspended shares, \`{replica, untilMs}\`.

Tokens, worst windows and cooldowns cover the whole fleet; waiting callers and all other figures are those of
this replica. A slow reader misses samples. The stream ends after 15 minutes: reconnect with \`Last-Event-ID\`.`;

/** Live figures of the connections, for the console and other dashboards. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  constructor(private readonly streams: EventStreams) {}

  @Get()
  @ApiOperation({
    summary: 'Stream live figures of the connections',
    operationId: 'events',
    description: DESCRIPTION,
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'The `id` of the last event that the reader got; the stream continues after it',
  })
  @ApiResponse({
    status: 200,
    description: 'Server-sent events, one `sample` per second',
    content: { 'text/event-stream': {} }, // tools would take a schema for that of a single event
  })
  @ProblemDocs('unauthenticated', 'upstream-unavailable', 'overloaded', 'shutting-down')
  async read(
    @Req() request: ApiRequest,
    @Query() { follow }: EventsQuery,
    @Res() response: Response,
  ) {
    const isHead = request.method === 'HEAD'; // a HEAD reply has no body, so it must not stay open
    await this.streams.serve(request, response, follow === 'true' && !isHead);
  }
}
