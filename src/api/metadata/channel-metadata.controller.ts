import { Body, Controller, Delete, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { exampleEntriesBody, exampleEntryBody, exampleKey } from '../docs/examples';
import { PatchEntries, PutEntry } from '../dto/bodies';
import { ChannelEntryPath, ChannelPath } from '../dto/paths';
import { DeleteQuery, OperationQuery, ReadQuery, RemoveQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';
import { FromRoute, MetadataRoute, type RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import {
  deleteOneParameters,
  deleteParameters,
  keyInPath,
  parseEntries,
  parseEntry,
  readParameters,
} from './parameters';
import {
  presentEntries,
  presentNothing,
  presentOneEntry,
  presentWrittenEntry,
} from './present-reply';

/** The metadata of one channel. */
@ApiTags('Channel metadata')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/metadata')
export class ChannelMetadataController {
  constructor(private readonly metadata: MetadataService) {}

  @Get()
  @MetadataRoute({
    operation: 'channel.get',
    id: 'getChannelMetadata',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@FromRoute() call: RouteCall, @Param() path: ChannelPath, @Query() query: ReadQuery) {
    return this.metadata.perform(call, path, query, readParameters(query), presentEntries);
  }

  @Patch()
  @MetadataRoute({
    operation: 'channel.set',
    id: 'setChannelMetadata',
    summary: 'Set several keys',
    description:
      'Each named key then has exactly these values; other keys are unchanged. With `upsert: false`, keys that do not exist are left out, and `skipped` lists them.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: exampleEntriesBody },
  })
  set(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelPath,
    @Query() query: OperationQuery,
    @Body() { entries, ...rest }: PatchEntries,
  ) {
    const payload = { entries: parseEntries(entries), isKeyInPath: false, ...rest };
    return this.metadata.perform(call, path, query, payload, presentEntries);
  }

  @Delete()
  @MetadataRoute({
    operation: 'channel.delete',
    id: 'deleteChannelMetadata',
    summary: 'Delete several keys, or all',
    description: 'Deleting a key that does not exist is not an error.',
  })
  delete(@FromRoute() call: RouteCall, @Param() path: ChannelPath, @Query() query: DeleteQuery) {
    return this.metadata.perform(call, path, query, deleteParameters(query), presentNothing);
  }

  @Get(':key')
  @MetadataRoute({
    operation: 'channel.get',
    id: 'getChannelEntry',
    summary: 'Read one entry',
    reply: EntryReply,
    key: exampleKey,
  })
  readOne(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    return this.metadata.perform(call, path, query, keyInPath(path), presentOneEntry);
  }

  @Put(':key')
  @MetadataRoute({
    operation: 'channel.set',
    id: 'putChannelEntry',
    summary: 'Set one key',
    description:
      'With `upsert: false` a key that does not exist is 404. With `If-None-Match: *` the key is only created, with `If-Match: *` only updated; otherwise the reply is 412.',
    reply: EntryReply,
    body: { shape: PutEntry, example: exampleEntryBody },
    key: exampleKey,
  })
  setOne(
    @FromRoute() call: RouteCall,
    @Param() path: ChannelEntryPath,
    @Query() query: OperationQuery,
    @Body() { options, upsert, ...value }: PutEntry,
  ) {
    const entries = [parseEntry(path.key, value)];
    const payload = { entries, isKeyInPath: true, options, upsert };
    return this.metadata.perform(call, path, query, payload, presentWrittenEntry);
  }

  @Delete(':key')
  @MetadataRoute({
    operation: 'channel.delete',
    id: 'deleteChannelEntry',
    summary: 'Delete one key',
    key: exampleKey,
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
