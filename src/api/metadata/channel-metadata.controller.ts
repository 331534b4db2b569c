import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Put,
  Query,
  Req,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiRequest } from '../http/api-request';
import { MetadataService } from './metadata.service';
import { parseEntries, parseEntry } from './parameters';
import { presentEntries, presentNothing, presentOneEntry } from './present-reply';
import { deleteParameters, readParameters, keyInPath } from './selection';
import { exampleKey, exampleEntriesBody, exampleEntryBody } from '../docs/examples';
import { CallDocs } from '../docs/call-docs';
import { PatchEntries, PutEntry } from '../dto/bodies';
import { ChannelEntryPath, ChannelPath } from '../dto/paths';
import { OperationQuery, DeleteQuery, ReadQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';

/** `C` of the contract: the metadata of one channel. */
@ApiTags('Channel metadata')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/metadata')
export class ChannelMetadataController {
  constructor(private readonly calls: MetadataService) {}

  @Get()
  @CallDocs({
    id: 'getChannelMetadata',
    name: 'channel.get',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@Req() request: ApiRequest, @Param() place: ChannelPath, @Query() query: ReadQuery) {
    return this.calls.perform(
      request,
      'channel.get',
      place,
      query,
      readParameters(query),
      presentEntries,
    );
  }

  @Patch()
  @CallDocs({
    id: 'setChannelMetadata',
    name: 'channel.set',
    summary: 'Set several keys',
    description: 'Each named key then has exactly these values; other keys are untouched.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: exampleEntriesBody },
  })
  set(
    @Req() request: ApiRequest,
    @Param() place: ChannelPath,
    @Query() query: OperationQuery,
    @Body() { entries, options }: PatchEntries,
  ) {
    const said = { entries: parseEntries(entries), isKeyInPath: false, options };
    return this.calls.perform(request, 'channel.set', place, query, said, presentEntries);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteChannelMetadata',
    name: 'channel.delete',
    summary: 'Delete several keys, or all',
    description: 'A key that is not there is no error.',
  })
  delete(@Req() request: ApiRequest, @Param() place: ChannelPath, @Query() query: DeleteQuery) {
    return this.calls.perform(
      request,
      'channel.delete',
      place,
      query,
      deleteParameters(query),
      presentNothing,
    );
  }

  @Get(':key')
  @CallDocs({
    id: 'getChannelEntry',
    name: 'channel.get',
    summary: 'Read one entry',
    reply: EntryReply,
    key: exampleKey,
  })
  readOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'channel.get', place, query, said, presentOneEntry);
  }

  @Put(':key')
  @CallDocs({
    id: 'putChannelEntry',
    name: 'channel.set',
    summary: 'Set one key',
    reply: EntryReply,
    body: { shape: PutEntry, example: exampleEntryBody },
    key: exampleKey,
  })
  setOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelEntryPath,
    @Query() query: OperationQuery,
    @Body() body: PutEntry,
  ) {
    const said = {
      entries: [parseEntry(place.key, body)],
      isKeyInPath: true,
      options: body.options,
    };
    return this.calls.perform(request, 'channel.set', place, query, said, presentOneEntry);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteChannelEntry',
    name: 'channel.delete',
    summary: 'Delete one key',
    key: exampleKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'channel.delete', place, query, said, presentNothing);
  }
}
