import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ChannelPath } from '../dto/paths';
import { MessagesQuery } from '../dto/queries';
import { MessagesReply } from './messages-reply';
import { FromRoute, MetadataRoute, type RouteCall } from './metadata-route';
import { MetadataService } from './metadata.service';
import { messagesParameters } from './parameters';
import { messagesPresenter } from './present-reply';

/** The metadata of several messages of one channel. */
@ApiTags('Message metadata')
@Controller('v1/connections/:connection/channels/:channelType/:channelId/messages/metadata')
export class MessagesMetadataController {
  constructor(private readonly metadata: MetadataService) {}

  @Get()
  @MetadataRoute({
    operation: 'message.get-many',
    id: 'getMetadataOfMessages',
    summary: 'Read the entries of several messages',
    description:
      'In as few vendor calls as the vendor allows. Each message has its entries or a problem of its own, in the order of `messageIds`. A problem that all messages share, such as an exhausted quota, is the problem of the call.',
    reply: MessagesReply,
  })
  read(@FromRoute() call: RouteCall, @Param() path: ChannelPath, @Query() query: MessagesQuery) {
    const present = messagesPresenter(query.messageIds, call.request.id);
    return this.metadata.perform(call, path, query, messagesParameters(query), present);
  }
}
