import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiRequest } from '../http/api-request';
import { MetadataCalls } from './metadata-calls';
import { changesOf } from './counter-changes';
import { allCounters, nothing, oneCounter } from './presenters';
import { deletion, selection, theKey } from './selection';
import { aCounterKey, countersBody } from '../docs/bodies';
import { CallDocs } from '../docs/call-docs';
import { PatchCounters } from '../dto/bodies';
import { ChannelKeyPlace, ChannelPlace } from '../dto/places';
import { CallQuery, DeleteQuery, ReadQuery } from '../dto/queries';
import { CounterReply, CountersReply } from '../dto/replies';

/** `N` of the contract: the counters of one channel. */
@ApiTags('Counters')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/counters')
export class CountersController {
  constructor(private readonly calls: MetadataCalls) {}

  @Get()
  @CallDocs({
    id: 'getCounters',
    name: 'counters.get',
    summary: 'Read counters',
    reply: CountersReply,
  })
  read(@Req() request: ApiRequest, @Param() place: ChannelPlace, @Query() query: ReadQuery) {
    return this.calls.perform(request, 'counters.get', place, query, selection(query), allCounters);
  }

  @Patch()
  @CallDocs({
    id: 'changeCounters',
    name: 'counters.change',
    summary: 'Set, increase or decrease counters',
    description: 'Answers the values after the change. A counter that is not there starts at 0.',
    reply: CountersReply,
    body: { shape: PatchCounters, example: countersBody },
  })
  change(
    @Req() request: ApiRequest,
    @Param() place: ChannelPlace,
    @Query() query: CallQuery,
    @Body() { counters }: PatchCounters,
  ) {
    const said = { changes: changesOf(counters) };
    return this.calls.perform(request, 'counters.change', place, query, said, allCounters);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteCounters',
    name: 'counters.delete',
    summary: 'Delete several counters, or all',
  })
  delete(@Req() request: ApiRequest, @Param() place: ChannelPlace, @Query() query: DeleteQuery) {
    return this.calls.perform(request, 'counters.delete', place, query, deletion(query), nothing);
  }

  @Get(':key')
  @CallDocs({
    id: 'getCounter',
    name: 'counters.get',
    summary: 'Read one counter',
    reply: CounterReply,
    key: aCounterKey,
  })
  readOne(@Req() request: ApiRequest, @Param() place: ChannelKeyPlace, @Query() query: CallQuery) {
    const said = theKey(place);
    return this.calls.perform(request, 'counters.get', place, query, said, oneCounter);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteCounter',
    name: 'counters.delete',
    summary: 'Delete one counter',
    key: aCounterKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelKeyPlace,
    @Query() query: CallQuery,
  ) {
    const said = theKey(place);
    return this.calls.perform(request, 'counters.delete', place, query, said, nothing);
  }
}
