import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  exampleEntriesBody,
  exampleEntryBody,
  exampleKey,
  exampleValuesBody,
} from '../docs/examples';
import { AddValues, PatchEntries, PutEntry } from '../dto/bodies';
import { MessageEntryPath, MessagePath } from '../dto/paths';
import { DeleteQuery, OperationQuery, ReadQuery, ValuesQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';
import { FromRoute, MetadataRoute, type RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import {
  deleteParameters,
  keyInPath,
  parseEntries,
  parseEntry,
  readParameters,
} from './parameters';
import { presentEntries, presentNothing, presentOneEntry } from './present-reply';

/** The metadata of one message. */
@ApiTags('Message metadata')
@Controller(
  'v1/connections/:connection/channels/:channelType/:channelId/messages/:messageId/metadata',
)
export class MessageMetadataController {
  constructor(private readonly metadata: MetadataService) {}

  @Get()
  @MetadataRoute({
    operation: 'message.get',
    id: 'getMessageMetadata',
    summary: 'Read entries',
    reply: EntriesReply,
  })
  read(@FromRoute() call: RouteCall, @Param() path: MessagePath, @Query() query: ReadQuery) {
    return this.metadata.perform(call, path, query, readParameters(query), presentEntries);
  }

  @Patch()
  @MetadataRoute({
    operation: 'message.set',
    id: 'setMessageMetadata',
    summary: 'Set several keys',
    description: 'Each named key then has exactly these values; other keys are unchanged.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: exampleEntriesBody },
  })
  set(
    @FromRoute() call: RouteCall,
    @Param() path: MessagePath,
    @Query() query: OperationQuery,
    @Body() { entries, options }: PatchEntries,
  ) {
    const payload = { entries: parseEntries(entries), isKeyInPath: false, options };
    return this.metadata.perform(call, path, query, payload, presentEntries);
  }

  @Delete()
  @MetadataRoute({
    operation: 'message.delete',
    id: 'deleteMessageMetadata',
    summary: 'Delete several keys, or all',
    description: 'Deleting a key that does not exist is not an error.',
  })
  delete(@FromRoute() call: RouteCall, @Param() path: MessagePath, @Query() query: DeleteQuery) {
    return this.metadata.perform(call, path, query, deleteParameters(query), presentNothing);
  }

  @Get(':key')
  @MetadataRoute({
    operation: 'message.get',
    id: 'getMessageEntry',
    summary: 'Read one entry',
    reply: EntryReply,
    key: exampleKey,
  })
  readOne(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: OperationQuery,
  ) {
    return this.metadata.perform(call, path, query, keyInPath(path), presentOneEntry);
  }

  @Put(':key')
  @MetadataRoute({
    operation: 'message.set',
    id: 'putMessageEntry',
    summary: 'Set one key',
    reply: EntryReply,
    body: { shape: PutEntry, example: exampleEntryBody },
    key: exampleKey,
  })
  setOne(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: OperationQuery,
    @Body() body: PutEntry,
  ) {
    const entries = [parseEntry(path.key, body)];
    const payload = { entries, isKeyInPath: true, options: body.options };
    return this.metadata.perform(call, path, query, payload, presentOneEntry);
  }

  @Delete(':key')
  @MetadataRoute({
    operation: 'message.delete',
    id: 'deleteMessageEntry',
    summary: 'Delete one key',
    key: exampleKey,
  })
  deleteOne(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: OperationQuery,
  ) {
    return this.metadata.perform(call, path, query, keyInPath(path), presentNothing);
  }

  @Post(':key/values')
  @MetadataRoute({
    operation: 'message.add-values',
    id: 'addMessageValues',
    summary: 'Add values to a multi-valued entry',
    description: 'Values that the entry has already are not added again.',
    reply: EntryReply,
    body: { shape: AddValues, example: exampleValuesBody },
    key: exampleKey,
  })
  addValues(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: OperationQuery,
    @Body() { values }: AddValues,
  ) {
    const payload = { key: path.key, values };
    return this.metadata.perform(call, path, query, payload, presentOneEntry);
  }

  @Delete(':key/values')
  @MetadataRoute({
    operation: 'message.remove-values',
    id: 'removeMessageValues',
    summary: 'Remove values from a multi-valued entry',
    description: 'Removing a value that the entry does not have is not an error.',
    reply: EntryReply,
    key: exampleKey,
  })
  removeValues(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: ValuesQuery,
  ) {
    const payload = { key: path.key, values: query.values };
    return this.metadata.perform(call, path, query, payload, presentOneEntry);
  }
}
