import type { Command } from 'commander';
import type { EntryReply } from '../client';
import {
  settingsOf,
  withCallOptions,
  withWriteOptions,
  type CallOptions,
  type WriteOptions,
} from './call-options';
import { entriesOf } from './entries-of';
import { PLACE, placeOf, type Place } from './place';
import type { OpenSession } from './session';
import { entriesView, explanationView } from './views';

/** The calls on the metadata of a message, and of a channel. */
const CALLS = {
  message: {
    get: 'getMessageMetadata',
    set: 'setMessageMetadata',
    delete: 'deleteMessageMetadata',
  },
  channel: {
    get: 'getChannelMetadata',
    set: 'setChannelMetadata',
    delete: 'deleteChannelMetadata',
  },
} as const;

const callsAt = ({ messageId }: Place) => CALLS[messageId === undefined ? 'channel' : 'message'];
const pathOf = (place: Place) => ({ messageId: '', ...place });

/** `get`, `set` and `delete`. */
export function addMetadata(program: Command, open: OpenSession): void {
  addGet(program, open);
  addSet(program, open);
  addDelete(program, open);
}

function addGet(program: Command, open: OpenSession): void {
  withCallOptions(program.command('get'))
    .description('read entries of a message or channel: all of them, or some')
    .argument('<place>', PLACE, placeOf)
    .argument('[keys...]', 'keys to read')
    .action(async (place: Place, keys: string[], options: CallOptions, command: Command) => {
      const { gateway, show } = open(command);
      const { headers, query } = settingsOf(options);
      const some = { ...query, ...(keys.length > 0 && { keys }) };
      const call = { path: pathOf(place), headers, query: some };
      const name = callsAt(place).get;
      if (options.dryRun === true) {
        show((await gateway.explain[name](call)).data, explanationView);
        return;
      }
      const entries: EntryReply[] = [];
      let cursor: string | undefined;
      do {
        const page = { ...some, ...(cursor !== undefined && { cursor }) };
        const { data } = await gateway[name]({ ...call, query: page });
        entries.push(...data.entries);
        cursor = data.nextCursor;
      } while (cursor !== undefined);
      show({ entries }, entriesView);
    });
}

function addSet(program: Command, open: OpenSession): void {
  withWriteOptions(program.command('set'))
    .description('set entries; a key that is given twice gets both values')
    .argument('<place>', PLACE, placeOf)
    .argument('<key=value...>', 'what to set')
    .action(async (place: Place, pairs: string[], options: WriteOptions, command: Command) => {
      const { gateway, show } = open(command);
      const { vendor } = options;
      const body = { entries: entriesOf(pairs), ...(vendor !== undefined && { options: vendor }) };
      const call = { path: pathOf(place), ...settingsOf(options), body };
      const name = callsAt(place).set;
      if (options.dryRun === true) show((await gateway.explain[name](call)).data, explanationView);
      else show((await gateway[name](call)).data, entriesView);
    });
}

type DeleteOptions = WriteOptions & { readonly all?: true };

function addDelete(program: Command, open: OpenSession): void {
  withWriteOptions(program.command('delete'))
    .description('delete entries; a key that is not there is no error')
    .argument('<place>', PLACE, placeOf)
    .argument('[keys...]', 'keys to delete')
    .option('--all', 'delete every entry')
    .action(async (place: Place, keys: string[], options: DeleteOptions, command: Command) => {
      const isAll = options.all === true;
      if (isAll === keys.length > 0) command.error('error: give either keys or --all');
      const { gateway, show } = open(command);
      const { headers, query } = settingsOf(options);
      const what = isAll ? { all: 'true' as const } : { keys };
      const call = { path: pathOf(place), headers, query: { ...query, ...what } };
      const name = callsAt(place).delete;
      if (options.dryRun === true) {
        show((await gateway.explain[name](call)).data, explanationView);
        return;
      }
      await gateway[name](call);
      show({ deleted: isAll ? 'all' : keys }, () => 'Deleted.');
    });
}
