import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ProblemReply } from '../docs/problem-reply';
import { EntryReply } from '../dto/replies';

export class MessageReply {
  @ApiProperty({ example: 'BRGM-DEN2-01E4-BN66' })
  messageId: string;

  @ApiPropertyOptional({ type: [EntryReply], description: 'Absent where there is a `problem`' })
  entries?: EntryReply[];

  @ApiPropertyOptional({
    description: 'There may be more entries: pass this as `cursor` of a read of this message',
  })
  nextCursor?: string;

  @ApiPropertyOptional({ type: ProblemReply, description: 'Why this message was not read' })
  problem?: ProblemReply;
}

export class MessagesReply {
  @ApiProperty({ type: [MessageReply], description: 'In the order of `messageIds`' })
  messages: MessageReply[];
}
