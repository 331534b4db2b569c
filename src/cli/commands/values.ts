import type { Command } from 'commander';
import { PLACE_SYNTAX, parsePlace, type Place } from '../arguments';
import { addWriteOptions, requestOptions, type WriteOptions } from '../call-options';
import { renderEntries, renderExplanation } from '../render';
import type { OpenSession } from '../session';

/** Adds `values add` and `values remove`, for entries with several values. */
export function addValues(program: Command, open: OpenSession): void {
  const group = program.command('values').description('add or remove values of one entry');
  for (const verb of ['add', 'remove'] as const)
    addWriteOptions(group.command(verb))
      .description(verb === 'add' ? 'add values to an entry' : 'remove values from an entry')
      .argument('<place>', PLACE_SYNTAX, parsePlace)
      .argument('<key>', 'key of the entry')
      .argument('<values...>', `values to ${verb}`)
      .action(
        async (
          place: Place,
          key: string,
          values: string[],
          options: WriteOptions,
          command: Command,
        ) => {
          if (place.messageId === undefined)
            command.error('error: only entries of messages can have several values');
          const { gateway, print } = open(command);
          const { headers, query } = requestOptions(options);
          const path = { messageId: '', ...place, key };
          const addition = { path, headers, query, body: { values } };
          const removal = { path, headers, query: { ...query, values } };
          if (options.dryRun === true) {
            const { data } = await (verb === 'add'
              ? gateway.explain.addMessageValues(addition)
              : gateway.explain.removeMessageValues(removal));
            print(data, renderExplanation);
            return;
          }
          const { data } = await (verb === 'add'
            ? gateway.addMessageValues(addition)
            : gateway.removeMessageValues(removal));
          print(data, (entry) => renderEntries({ entries: [entry] }));
        },
      );
}
