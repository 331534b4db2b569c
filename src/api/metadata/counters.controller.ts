import { Body, Controller, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exampleCounterKey, exampleCountersBody } from '../docs/examples';
import { PatchCounters } from '../dto/bodies';
import { ChannelEntryPath, ChannelPath } from '../dto/paths';
import { DeleteQuery, OperationQuery, ReadQuery, RemoveQuery } from '../dto/queries';
import { CounterReply, CountersReply } from '../dto/replies';
import { FromRoute, MetadataRoute, type RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import {
  deleteOneParameters,
  deleteParameters,
  keyInPath,
  parseCounterChanges,
  readParameters,
} from './parameters';
import { presentCounters, presentNothing, presentOneCounter } from './present-reply';

/** The counters of one channel. */
@ApiTags('Counters')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/counters')
export class CountersController {
  constructor(private readonly metadata: MetadataService) {}

  @Get()
  @MetadataRoute({
    operation: 'counters.get',
    id: 'getCounters',
    summary: 'Read counters',
    reply: CountersReply,
  })
  read(@FromRoute() call: RouteCall, @Param() path: ChannelPath, @Query() query: ReadQuery) {
    return this.metadata.perform(call, path, query, readParameters(query), presentCounters);
  }

  @Patch()
  @MetadataRoute({
    operation: 'counters.change',
    id: 'changeCounters',
    summary: 'Set, increase or decrease counters',
    description:
      'The reply has the values after the change. A counter that does not exist starts at 0; with `upsert: false` it is left out, and `skipped` lists it.',
    reply: CountersReply,
    body: { shape: PatchCounters, example: exampleCountersBody },
  })
  change(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelPath,
    @Query() query: OperationQuery,
    @Body() { counters, ...rest }: PatchCounters,
  ) {
    const payload = { changes: parseCounterChanges(counters), ...rest };
    return this.metadata.perform(call, path, query, payload, presentCounters);
  }

  @Delete()
  @MetadataRoute({
    operation: 'counters.delete',
    id: 'deleteCounters',
    summary: 'Delete several counters, or all',
  })
  delete(@FromRoute() call: RouteCall, @Param() path: ChannelPath, @Query() query: DeleteQuery) {
    return this.metadata.perform(call, path, query, deleteParameters(query), presentNothing);
  }

  @Get(':key')
  @MetadataRoute({
    operation: 'counters.get',
    id: 'getCounter',
    summary: 'Read one counter',
    reply: CounterReply,
    key: exampleCounterKey,
  })
  readOne(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    return this.metadata.perform(call, path, query, keyInPath(path), presentOneCounter);
  }

  @Delete(':key')
  @MetadataRoute({
    operation: 'counters.delete',
    id: 'deleteCounter',
    summary: 'Delete one counter',
    key: exampleCounterKey,
  })
  deleteOne(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelEntryPath,
    @Query() query: RemoveQuery,
  ) {
    const payload = deleteOneParameters(path, query);
    return this.metadata.perform(call, path, query, payload, presentNothing);
  }
}
