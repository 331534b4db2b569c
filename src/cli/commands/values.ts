import type { Command } from 'commander';
import type { ChangeValues } from '../../client';
import { PLACE_SYNTAX, parsePlace, parseValueChanges, type Place } from '../arguments';
import {
  addWriteOptions,
  bodyOptions,
  removalOptions,
  requestOptions,
  type WriteOptions,
} from '../call-options';
import { renderEntries, renderExplanation } from '../render';
import type { OpenSession } from '../session';

/** Adds `values add`, `values remove` and `values change`, for entries with several values. */
export function addValues(program: Command, open: OpenSession): void {
  const group = program.command('values').description('add or remove values of entries');
  for (const verb of ['add', 'remove'] as const) addOneKey(group, open, verb);
  addChange(group, open);
}

function addOneKey(group: Command, open: OpenSession, verb: 'add' | 'remove'): void {
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
        const path = { ...messagePath(place, command), key };
        const { gateway, print } = open(command);
        const body = { values, ...bodyOptions(options) };
        const addition = { path, ...requestOptions(options), body };
        const { headers, query } = removalOptions(options);
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

function addChange(group: Command, open: OpenSession): void {
  addWriteOptions(group.command('change'))
    .description('add and remove values of several entries: tags+=new, tags2-=old')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('<changes...>', 'KEY+=VALUE or KEY-=VALUE', parseValueChanges)
    .action(
      async (place: Place, changes: ChangeValues, options: WriteOptions, command: Command) => {
        const path = messagePath(place, command);
        const { gateway, print } = open(command);
        const body = { ...changes, ...bodyOptions(options) };
        const call = { path, ...requestOptions(options), body };
        if (options.dryRun === true)
          print((await gateway.explain.changeMessageValues(call)).data, renderExplanation);
        else print((await gateway.changeMessageValues(call)).data, renderEntries);
      },
    );
}

/** Ends the tool for a channel: its entries have one value each. */
function messagePath({ messageId, ...channel }: Place, command: Command) {
  if (messageId === undefined)
    command.error('error: only entries of messages can have several values');
  return { ...channel, messageId };
}
