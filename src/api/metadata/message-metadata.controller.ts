import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
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
import { aKey, entriesBody, entryBody, valuesBody } from '../docs/bodies';
import { CallDocs } from '../docs/call-docs';
import { AddValues, PatchEntries, PutEntry } from '../dto/bodies';
import { MessageKeyPlace, MessagePlace } from '../dto/places';
import { CallQuery, DeleteQuery, ReadQuery, ValuesQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';

/** `M` of the contract: the metadata of one message. */
@ApiTags('Message metadata')
@Controller(
  'v1/connections/:connection/channels/:channelType/:channelId/messages/:messageId/metadata',
)
export class MessageMetadataController {
  constructor(private readonly calls: MetadataCalls) {}

  @Get()
  @CallDocs({
    id: 'getMessageMetadata',
    name: 'message.get',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@Req() request: ApiRequest, @Param() place: MessagePlace, @Query() query: ReadQuery) {
    return this.calls.perform(request, 'message.get', place, query, selection(query), allEntries);
  }

  @Patch()
  @CallDocs({
    id: 'setMessageMetadata',
    name: 'message.set',
    summary: 'Set several keys',
    description: 'Each named key then has exactly these values; other keys are untouched.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: entriesBody },
  })
  set(
    @Req() request: ApiRequest,
    @Param() place: MessagePlace,
    @Query() query: CallQuery,
    @Body() { entries, options }: PatchEntries,
  ) {
    const said = { entries: entriesOf(entries), isKeyInPath: false, options };
    return this.calls.perform(request, 'message.set', place, query, said, allEntries);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteMessageMetadata',
    name: 'message.delete',
    summary: 'Delete several keys, or all',
    description: 'A key that is not there is no error.',
  })
  delete(@Req() request: ApiRequest, @Param() place: MessagePlace, @Query() query: DeleteQuery) {
    return this.calls.perform(request, 'message.delete', place, query, deletion(query), nothing);
  }

  @Get(':key')
  @CallDocs({
    id: 'getMessageEntry',
    name: 'message.get',
    summary: 'Read one entry',
    reply: EntryReply,
    key: aKey,
  })
  readOne(@Req() request: ApiRequest, @Param() place: MessageKeyPlace, @Query() query: CallQuery) {
    const said = theKey(place);
    return this.calls.perform(request, 'message.get', place, query, said, oneEntry);
  }

  @Put(':key')
  @CallDocs({
    id: 'putMessageEntry',
    name: 'message.set',
    summary: 'Set one key',
    reply: EntryReply,
    body: { shape: PutEntry, example: entryBody },
    key: aKey,
  })
  setOne(
    @Req() request: ApiRequest,
    @Param() place: MessageKeyPlace,
    @Query() query: CallQuery,
    @Body() body: PutEntry,
  ) {
    const said = { entries: [entryOf(place.key, body)], isKeyInPath: true, options: body.options };
    return this.calls.perform(request, 'message.set', place, query, said, oneEntry);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteMessageEntry',
    name: 'message.delete',
    summary: 'Delete one key',
    key: aKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: MessageKeyPlace,
    @Query() query: CallQuery,
  ) {
    const said = theKey(place);
    return this.calls.perform(request, 'message.delete', place, query, said, nothing);
  }

  @Post(':key/values')
  @HttpCode(200)
  @CallDocs({
    id: 'addMessageValues',
    name: 'message.add-values',
    summary: 'Add values to a multi-valued entry',
    description: 'Values that are there already are not added again.',
    reply: EntryReply,
    body: { shape: AddValues, example: valuesBody },
    key: aKey,
  })
  addValues(
    @Req() request: ApiRequest,
    @Param() place: MessageKeyPlace,
    @Query() query: CallQuery,
    @Body() { values }: AddValues,
  ) {
    const said = { key: place.key, values };
    return this.calls.perform(request, 'message.add-values', place, query, said, oneEntry);
  }

  @Delete(':key/values')
  @CallDocs({
    id: 'removeMessageValues',
    name: 'message.remove-values',
    summary: 'Take values from a multi-valued entry',
    description: 'Values that are not there are no error.',
    reply: EntryReply,
    key: aKey,
  })
  removeValues(
    @Req() request: ApiRequest,
    @Param() place: MessageKeyPlace,
    @Query() query: ValuesQuery,
  ) {
    const said = { key: place.key, values: query.values };
    return this.calls.perform(request, 'message.remove-values', place, query, said, oneEntry);
  }
}
