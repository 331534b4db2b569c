import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  exampleEntriesBody,
  exampleEntryBody,
  exampleKey,
  exampleValueChangesBody,
  exampleValuesBody,
} from '../docs/examples';
import { AddValues, ChangeValues, PatchEntries, PutEntry } from '../dto/bodies';
import { MessageEntryPath, MessagePath } from '../dto/paths';
import { DeleteQuery, OperationQuery, ReadQuery, RemoveQuery, ValuesQuery } from '../dto/queries';
import { EntriesReply, EntryReply } from '../dto/replies';
import { FromRoute, MetadataRoute, type RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import {
  deleteOneParameters,
  deleteParameters,
  keyInPath,
  parseEntries,
  parseEntry,
  parseValueChanges,
  queryOptions,
  readParameters,
  valuesInPath,
} from './parameters';
import {
  presentEntries,
  presentNothing,
  presentOneEntry,
  presentWrittenEntry,
} from './present-reply';

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
    description:
      'Each named key then has exactly these values; other keys are unchanged. With `upsert: false`, keys that do not exist are left out, and `skipped` lists them.',
    reply: EntriesReply,
    body: { shape: PatchEntries, example: exampleEntriesBody },
  })
  set(
    @FromRoute() call: RouteCall,
    @Param() path: MessagePath,
    @Query() query: OperationQuery,
    @Body() { entries, ...rest }: PatchEntries,
  ) {
    const payload = { entries: parseEntries(entries), isKeyInPath: false, ...rest };
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

  @Patch('values')
  @MetadataRoute({
    operation: 'message.change-values',
    id: 'changeMessageValues',
    summary: 'Add and remove values of several keys',
    description:
      'Takes as few vendor calls as the vendor allows. Values that an entry has already are not added again, and removing a value that it does not have is not an error.',
    reply: EntriesReply,
    body: { shape: ChangeValues, example: exampleValueChangesBody },
  })
  changeValues(
    @FromRoute() call: RouteCall,
    @Param() path: MessagePath,
    @Query() query: OperationQuery,
    @Body() { options, ...changes }: ChangeValues,
  ) {
    const payload = { ...parseValueChanges(changes), options };
    return this.metadata.perform(call, path, query, payload, presentEntries);
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
    description:
      'With `upsert: false` a key that does not exist is 404. With `If-None-Match: *` the key is only created, with `If-Match: *` only updated; otherwise the reply is 412.',
    reply: EntryReply,
    body: { shape: PutEntry, example: exampleEntryBody },
    key: exampleKey,
  })
  setOne(
    @FromRoute() call: RouteCall,
    @Param() path: MessageEntryPath,
    @Query() query: OperationQuery,
    @Body() { options, upsert, ...value }: PutEntry,
  ) {
    const entries = [parseEntry(path.key, value)];
    const payload = { entries, isKeyInPath: true, options, upsert };
    return this.metadata.perform(call, path, query, payload, presentWrittenEntry);
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
    @Query() query: RemoveQuery,
  ) {
    const payload = deleteOneParameters(path, query);
    return this.metadata.perform(call, path, query, payload, presentNothing);
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
    @Body() { values, options }: AddValues,
  ) {
    const payload = { ...valuesInPath, add: [{ key: path.key, values }], options };
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
    const payload = {
      ...valuesInPath,
      remove: [{ key: path.key, values: query.values }],
      ...queryOptions(query),
    };
    return this.metadata.perform(call, path, query, payload, presentOneEntry);
  }
}
