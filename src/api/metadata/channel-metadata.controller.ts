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
import { MetadataCalls } from './metadata-calls';
import { entriesOf, entryOf } from './entries';
import { allEntries, nothing, oneEntry } from './presenters';
import { deletion, selection, theKey } from './selection';
import { aKey, entriesBody, entryBody } from '../docs/bodies';
import { CallDocs } from '../docs/call-docs';
import { PatchEntries, PutEntry } from '../dto/bodies';
import { ChannelKeyPlace, ChannelPlace } from '../dto/places';
import { CallQuery, DeleteQuery, ReadQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';

/** `C` of the contract: the metadata of one channel. */
@ApiTags('Channel metadata')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/metadata')
export class ChannelMetadataController {
  constructor(private readonly calls: MetadataCalls) {}

  @Get()
  @CallDocs({
    id: 'getChannelMetadata',
    name: 'channel.get',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@Req() request: ApiRequest, @Param() place: ChannelPlace, @Query() query: ReadQuery) {
    return this.calls.perform(request, 'channel.get', place, query, selection(query), allEntries);
  }

  @Patch()
  @CallDocs({
    id: 'setChannelMetadata',
    name: 'channel.set',
    summary: 'Set several keys',
    description: 'Each named key then has exactly these values; other keys are untouched.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: entriesBody },
  })
  set(
    @Req() request: ApiRequest,
    @Param() place: ChannelPlace,
    @Query() query: CallQuery,
    @Body() { entries, options }: PatchEntries,
  ) {
    const said = { entries: entriesOf(entries), isKeyInPath: false, options };
    return this.calls.perform(request, 'channel.set', place, query, said, allEntries);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteChannelMetadata',
    name: 'channel.delete',
    summary: 'Delete several keys, or all',
    description: 'A key that is not there is no error.',
  })
  delete(@Req() request: ApiRequest, @Param() place: ChannelPlace, @Query() query: DeleteQuery) {
    return this.calls.perform(request, 'channel.delete', place, query, deletion(query), nothing);
  }

  @Get(':key')
  @CallDocs({
    id: 'getChannelEntry',
    name: 'channel.get',
    summary: 'Read one entry',
    reply: EntryReply,
    key: aKey,
  })
  readOne(@Req() request: ApiRequest, @Param() place: ChannelKeyPlace, @Query() query: CallQuery) {
    const said = theKey(place);
    return this.calls.perform(request, 'channel.get', place, query, said, oneEntry);
  }

  @Put(':key')
  @CallDocs({
    id: 'putChannelEntry',
    name: 'channel.set',
    summary: 'Set one key',
    reply: EntryReply,
    body: { shape: PutEntry, example: entryBody },
    key: aKey,
  })
  setOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelKeyPlace,
    @Query() query: CallQuery,
    @Body() body: PutEntry,
  ) {
    const said = { entries: [entryOf(place.key, body)], isKeyInPath: true, options: body.options };
    return this.calls.perform(request, 'channel.set', place, query, said, oneEntry);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteChannelEntry',
    name: 'channel.delete',
    summary: 'Delete one key',
    key: aKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: ChannelKeyPlace,
    @Query() query: CallQuery,
  ) {
    const said = theKey(place);
    return this.calls.perform(request, 'channel.delete', place, query, said, nothing);
  }
}
