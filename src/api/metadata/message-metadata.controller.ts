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
import { MetadataService } from './metadata.service';
import { parseEntries, parseEntry } from './parameters';
import { presentEntries, presentNothing, presentOneEntry } from './present-reply';
import { deleteParameters, readParameters, keyInPath } from './selection';
import {
  exampleKey,
  exampleEntriesBody,
  exampleEntryBody,
  exampleValuesBody,
} from '../docs/examples';
import { CallDocs } from '../docs/call-docs';
import { AddValues, PatchEntries, PutEntry } from '../dto/bodies';
import { MessageEntryPath, MessagePath } from '../dto/paths';
import { OperationQuery, DeleteQuery, ReadQuery, ValuesQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';

/** `M` of the contract: the metadata of one message. */
@ApiTags('Message metadata')
@Controller(
  'v1/connections/:connection/channels/:channelType/:channelId/messages/:messageId/metadata',
)
export class MessageMetadataController {
  constructor(private readonly calls: MetadataService) {}

  @Get()
  @CallDocs({
    id: 'getMessageMetadata',
    name: 'message.get',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@Req() request: ApiRequest, @Param() place: MessagePath, @Query() query: ReadQuery) {
    return this.calls.perform(
      request,
      'message.get',
      place,
      query,
      readParameters(query),
      presentEntries,
    );
  }

  @Patch()
  @CallDocs({
    id: 'setMessageMetadata',
    name: 'message.set',
    summary: 'Set several keys',
    description: 'Each named key then has exactly these values; other keys are untouched.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: exampleEntriesBody },
  })
  set(
    @Req() request: ApiRequest,
    @Param() place: MessagePath,
    @Query() query: OperationQuery,
    @Body() { entries, options }: PatchEntries,
  ) {
    const said = { entries: parseEntries(entries), isKeyInPath: false, options };
    return this.calls.perform(request, 'message.set', place, query, said, presentEntries);
  }

  @Delete()
  @HttpCode(204)
  @CallDocs({
    id: 'deleteMessageMetadata',
    name: 'message.delete',
    summary: 'Delete several keys, or all',
    description: 'A key that is not there is no error.',
  })
  delete(@Req() request: ApiRequest, @Param() place: MessagePath, @Query() query: DeleteQuery) {
    return this.calls.perform(
      request,
      'message.delete',
      place,
      query,
      deleteParameters(query),
      presentNothing,
    );
  }

  @Get(':key')
  @CallDocs({
    id: 'getMessageEntry',
    name: 'message.get',
    summary: 'Read one entry',
    reply: EntryReply,
    key: exampleKey,
  })
  readOne(
    @Req() request: ApiRequest,
    @Param() place: MessageEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'message.get', place, query, said, presentOneEntry);
  }

  @Put(':key')
  @CallDocs({
    id: 'putMessageEntry',
    name: 'message.set',
    summary: 'Set one key',
    reply: EntryReply,
    body: { shape: PutEntry, example: exampleEntryBody },
    key: exampleKey,
  })
  setOne(
    @Req() request: ApiRequest,
    @Param() place: MessageEntryPath,
    @Query() query: OperationQuery,
    @Body() body: PutEntry,
  ) {
    const said = {
      entries: [parseEntry(place.key, body)],
      isKeyInPath: true,
      options: body.options,
    };
    return this.calls.perform(request, 'message.set', place, query, said, presentOneEntry);
  }

  @Delete(':key')
  @HttpCode(204)
  @CallDocs({
    id: 'deleteMessageEntry',
    name: 'message.delete',
    summary: 'Delete one key',
    key: exampleKey,
  })
  deleteOne(
    @Req() request: ApiRequest,
    @Param() place: MessageEntryPath,
    @Query() query: OperationQuery,
  ) {
    const said = keyInPath(place);
    return this.calls.perform(request, 'message.delete', place, query, said, presentNothing);
  }

  @Post(':key/values')
  @HttpCode(200)
  @CallDocs({
    id: 'addMessageValues',
    name: 'message.add-values',
    summary: 'Add values to a multi-valued entry',
    description: 'Values that are there already are not added again.',
    reply: EntryReply,
    body: { shape: AddValues, example: exampleValuesBody },
    key: exampleKey,
  })
  addValues(
    @Req() request: ApiRequest,
    @Param() place: MessageEntryPath,
    @Query() query: OperationQuery,
    @Body() { values }: AddValues,
  ) {
    const said = { key: place.key, values };
    return this.calls.perform(request, 'message.add-values', place, query, said, presentOneEntry);
  }

  @Delete(':key/values')
  @CallDocs({
    id: 'removeMessageValues',
    name: 'message.remove-values',
    summary: 'Take values from a multi-valued entry',
    description: 'Values that are not there are no error.',
    reply: EntryReply,
    key: exampleKey,
  })
  removeValues(
    @Req() request: ApiRequest,
    @Param() place: MessageEntryPath,
    @Query() query: ValuesQuery,
  ) {
    const said = { key: place.key, values: query.values };
    return this.calls.perform(
      request,
      'message.remove-values',
      place,
      query,
      said,
      presentOneEntry,
    );
  }
}
