import type { Command } from 'commander';
import { CHANNEL_SYNTAX, parseChannel, type Place } from '../arguments';
import { addReadOptions, requestOptions, type ReadOptions } from '../call-options';
import { renderMessages } from '../render';
import type { OpenSession } from '../session';

type MessagesOptions = ReadOptions & { readonly keys?: readonly string[] };

/** Adds `messages`, which reads the entries of several messages of a channel. */
export function addMessages(program: Command, open: OpenSession): void {
  addReadOptions(program.command('messages'))
    .description('read entries of several messages of a channel')
    .argument('<channel>', CHANNEL_SYNTAX, parseChannel)
    .argument('<message...>', 'ids of the messages')
    .option('--keys <key...>', 'keys to read (default: all)')
    .action(
      async (path: Place, messageIds: string[], options: MessagesOptions, command: Command) => {
        const { headers, query } = requestOptions(options);
        const { keys } = options;
        const call = {
          path,
          headers,
          query: { ...query, messageIds, ...(keys !== undefined && { keys: [...keys] }) },
        };
        await open(command).send(
          options,
          (calls) => calls.getMetadataOfMessages(call),
          renderMessages,
        );
      },
    );
}
