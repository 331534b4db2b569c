import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { ApiRequest } from '../http/api-request';
import { ProblemDocs } from '../docs/problem-docs';
import { EventsQuery } from '../dto/queries';
import { EVENTS_DESCRIPTION } from './events-description';
import { EventStreams } from './event-streams';

/** The connections as they work, for the console and whoever draws figures of his own. */
@ApiTags('Discovery')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  constructor(private readonly watch: EventStreams) {}

  @Get()
  @ApiOperation({
    summary: 'Watch the connections work',
    operationId: 'events',
    description: EVENTS_DESCRIPTION,
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    description: 'The `id` of the last event that was read: what came after it is told',
  })
  @ApiResponse({
    status: 200,
    description: 'Server-sent events, a `sample` a second',
    content: { 'text/event-stream': {} }, // a schema would be taken for that of one event
  })
  @ProblemDocs('invalid-request', 'unauthenticated', 'overloaded', 'shutting-down')
  async read(
    @Req() request: ApiRequest,
    @Query() { follow }: EventsQuery,
    @Res() response: Response,
  ) {
    const isHead = request.method === 'HEAD'; // has no body that could follow
    await this.watch.serve(request, response, follow === 'true' && !isHead);
  }
}
