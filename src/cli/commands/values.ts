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
import { renderEntries, renderEntry } from '../render';
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
        const body = { values, ...bodyOptions(options) };
        const addition = { path, ...requestOptions(options), body };
        const { headers, query } = removalOptions(options);
        const removal = { path, headers, query: { ...query, values } };
        await open(command).send(
          options,
          (calls) =>
            verb === 'add' ? calls.addMessageValues(addition) : calls.removeMessageValues(removal),
          renderEntry,
        );
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
        const body = { ...changes, ...bodyOptions(options) };
        const call = { path, ...requestOptions(options), body };
        await open(command).send(
          options,
          (calls) => calls.changeMessageValues(call),
          renderEntries,
        );
      },
    );
}

/** Ends the tool for a channel: the API has no such calls there. */
function messagePath({ messageId, ...channel }: Place, command: Command) {
  if (messageId === undefined)
    command.error(
      'error: values can be added and removed on messages only; use set to replace those of a channel',
    );
  return { ...channel, messageId };
}
