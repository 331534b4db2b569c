import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiRequest } from '../http/api-request';
import { MetadataService } from './metadata.service';
import { parseCounterChanges } from './counter-changes';
import { presentCounters, presentNothing, presentOneCounter } from './present-reply';
import { deleteParameters, readParameters, keyInPath } from './selection';
import { exampleCounterKey, exampleCountersBody } from '../docs/examples';
import { CallDocs } from '../docs/call-docs';
import { PatchCounters } from '../dto/bodies';
import { ChannelEntryPath, ChannelPath } from '../dto/paths';
import { OperationQuery, DeleteQuery, ReadQuery } from '../dto/queries';
import { CounterReply, CountersReply } from '../dto/replies';

/** `N` of the contract: the counters of one channel. */
@ApiTags('Counters')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/counters')
export class CountersController {
  constructor(private readonly calls: MetadataService) {}

  @Get()
  @CallDocs({
    id: 'getCounters',
    name: 'counters.get',
    summary: 'Read counters',
    reply: CountersReply,
  })
  read(@Req() request: ApiRequest, @Param() place: ChannelPath, @Query() query: ReadQuery) {
    return this.calls.perform(
      request,
      'counters.get',
      place,
      query,
      readParameters(query),
      presentCounters,
    );
  }

  @Patch()
  @CallDocs({
    id: 'changeCounters',
    name: 'counters.change',
    summary: 'Set, increase or decrease counters',
    description: 'Answers the values after the change. A counter that is not there starts at 0.',
    reply: CountersReply,
    body: { shape: PatchCounters, example: exampleCountersBody },
  })
  change(
    @Req() request: ApiRequest,
    @Param() place: ChannelPath,
    @Query() query: OperationQuery,
    @Body() { counters }: PatchCounters,
  ) {
    const said = { changes: parseCounterChanges(counters) };
    return this.calls.perform(request, 'counters.change', place, query, said, presentCounters);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteCounters',
    name: 'counters.delete',
    summary: 'Delete several counters, or all',
  })
  delete(@Req() request: ApiRequest, @Param() place: ChannelPath, @Query() query: DeleteQuery) {
    return this.calls.perform(
      request,
      'counters.delete',
      place,
      query,
      deleteParameters(query),
      presentNothing,
    );
  }

  @Get(':key')
  @CallDocs({
    id: 'getCounter',
    name: 'counters.get',
    summary: 'Read one counter',
    reply: CounterReply,
    key: exampleCounterKey,
  })
  readOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'counters.get', place, query, said, presentOneCounter);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteCounter',
    name: 'counters.delete',
    summary: 'Delete one counter',
    key: exampleCounterKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'counters.delete', place, query, said, presentNothing);
  }
}
