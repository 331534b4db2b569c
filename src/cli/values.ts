import type { Command } from 'commander';
import { settingsOf, withWriteOptions, type WriteOptions } from './call-options';
import { PLACE, placeOf, type Place } from './place';
import type { OpenSession } from './session';
import { entriesView, explanationView } from './views';

/** `values add` and `values remove`: single values of an entry that has several. */
export function addValues(program: Command, open: OpenSession): void {
  const values = program.command('values').description('add or remove values of one entry');
  for (const verb of ['add', 'remove'] as const)
    withWriteOptions(values.command(verb))
      .description(verb === 'add' ? 'add values to an entry' : 'take values from an entry')
      .argument('<place>', PLACE, placeOf)
      .argument('<key>', 'of the entry')
      .argument('<values...>', `what to ${verb}`)
      .action(
        async (
          place: Place,
          key: string,
          several: string[],
          options: WriteOptions,
          command: Command,
        ) => {
          if (place.messageId === undefined)
            command.error('error: only entries of messages have several values');
          const { gateway, show } = open(command);
          const { headers, query } = settingsOf(options);
          const path = { messageId: '', ...place, key };
          const removal = { path, headers, query: { ...query, values: several } };
          const addition = { path, headers, query, body: { values: several } };
          if (options.dryRun === true) {
            const { data } = await (verb === 'add'
              ? gateway.explain.addMessageValues(addition)
              : gateway.explain.removeMessageValues(removal));
            show(data, explanationView);
            return;
          }
          const { data } = await (verb === 'add'
            ? gateway.addMessageValues(addition)
            : gateway.removeMessageValues(removal));
          show(data, (entry) => entriesView({ entries: [entry] }));
        },
      );
}
