import type { Command } from 'commander';
import type { CounterChangeBody } from '../client';
import {
  settingsOf,
  withCallOptions,
  withWriteOptions,
  type CallOptions,
  type WriteOptions,
} from './call-options';
import { changeOf } from './entries-of';
import { PLACE, placeOf, type Place } from './place';
import type { OpenSession } from './session';
import { countersView, explanationView } from './views';

/** `counters get`, `change` and `delete`. */
export function addCounters(program: Command, open: OpenSession): void {
  const counters = program.command('counters').description('read and change counters of a channel');
  withCallOptions(counters.command('get'))
    .description('read counters: all of them, or some')
    .argument('<place>', PLACE, placeOf)
    .argument('[keys...]', 'counters to read')
    .action(async (path: Place, keys: string[], options: CallOptions, command: Command) => {
      const { gateway, show } = open(command);
      const { headers, query } = settingsOf(options);
      const call = { path, headers, query: { ...query, ...(keys.length > 0 && { keys }) } };
      if (options.dryRun === true)
        show((await gateway.explain.getCounters(call)).data, explanationView);
      else show((await gateway.getCounters(call)).data, countersView);
    });

  withWriteOptions(counters.command('change'))
    .description('change counters: likes=5, likes+=1, likes-=1')
    .argument('<place>', PLACE, placeOf)
    .argument('<changes...>', 'KEY=NUMBER, KEY+=NUMBER or KEY-=NUMBER', changeOf)
    .action(
      async (
        path: Place,
        changes: CounterChangeBody[],
        options: WriteOptions,
        command: Command,
      ) => {
        const { gateway, show } = open(command);
        const call = { path, ...settingsOf(options), body: { counters: changes } };
        if (options.dryRun === true)
          show((await gateway.explain.changeCounters(call)).data, explanationView);
        else show((await gateway.changeCounters(call)).data, countersView);
      },
    );

  withWriteOptions(counters.command('delete'))
    .description('delete counters')
    .argument('<place>', PLACE, placeOf)
    .argument('<keys...>', 'counters to delete')
    .action(async (path: Place, keys: string[], options: WriteOptions, command: Command) => {
      const { gateway, show } = open(command);
      const { headers, query } = settingsOf(options);
      const call = { path, headers, query: { ...query, keys } };
      if (options.dryRun === true) {
        show((await gateway.explain.deleteCounters(call)).data, explanationView);
        return;
      }
      await gateway.deleteCounters(call);
      show({ deleted: keys }, () => 'Deleted.');
    });
}
