import type { Command } from 'commander';
import type { CounterChangeBody } from '../../client';
import { CHANNEL_SYNTAX, parseChannel, parseCounterChange, type Place } from '../arguments';
import {
  addExistingOption,
  addReadOptions,
  addUnconditionalOptions,
  bodyOptions,
  removalOptions,
  requestOptions,
  type ReadOptions,
  type UpsertOptions,
  type WriteOptions,
} from '../call-options';
import { EXIT } from '../exit-code';
import { renderCounters } from '../render';
import type { OpenSession } from '../session';

/** Adds `counters get`, `counters change` and `counters delete`. */
export function addCounters(program: Command, open: OpenSession): void {
  const group = program.command('counters').description('read and change counters of a channel');
  addGet(group, open);
  addChange(group, open);
  addDelete(group, open);
}

function addGet(group: Command, open: OpenSession): void {
  addReadOptions(group.command('get'))
    .description('read counters')
    .argument('<channel>', CHANNEL_SYNTAX, parseChannel)
    .argument('[keys...]', 'counters to read (default: all)')
    .action(async (path: Place, keys: string[], options: ReadOptions, command: Command) => {
      const { headers, query } = requestOptions(options);
      const call = { path, headers, query: { ...query, ...(keys.length > 0 && { keys }) } };
      const session = open(command);
      const reply = await session.send(options, (calls) => calls.getCounters(call), renderCounters);
      if (reply?.counters.length === 0) session.setExitCode(EXIT.nothing);
    });
}

function addChange(group: Command, open: OpenSession): void {
  addExistingOption(addUnconditionalOptions(group.command('change')))
    .description('set, increase or decrease counters: likes=5, likes+=1, likes-=1')
    .argument('<channel>', CHANNEL_SYNTAX, parseChannel)
    .argument('<changes...>', 'KEY=NUMBER, KEY+=NUMBER or KEY-=NUMBER', parseCounterChange)
    .action(
      async (
        path: Place,
        changes: CounterChangeBody[],
        options: UpsertOptions,
        command: Command,
      ) => {
        const body = { counters: changes, ...bodyOptions(options) };
        const call = { path, ...requestOptions(options), body };
        await open(command).send(options, (calls) => calls.changeCounters(call), renderCounters);
      },
    );
}

function addDelete(group: Command, open: OpenSession): void {
  addUnconditionalOptions(group.command('delete'))
    .description('delete counters')
    .argument('<channel>', CHANNEL_SYNTAX, parseChannel)
    .argument('<keys...>', 'counters to delete')
    .action(async (path: Place, keys: string[], options: WriteOptions, command: Command) => {
      const { headers, query } = removalOptions(options);
      const call = { path, headers, query: { ...query, keys } };
      await open(command).sendDelete(options, (calls) => calls.deleteCounters(call), keys);
    });
}
