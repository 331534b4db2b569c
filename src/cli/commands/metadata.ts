import type { Command } from 'commander';
import type { EntryReply } from '../../client';
import { PLACE_SYNTAX, parseEntries, parsePlace, type Place } from '../arguments';
import {
  addCallOptions,
  addWriteOptions,
  requestOptions,
  type CallOptions,
  type WriteOptions,
} from '../call-options';
import { renderEntries, renderExplanation } from '../render';
import type { OpenSession } from '../session';

/** The client's methods for the metadata of a message, and of a channel. */
const METHODS = {
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

const methodsFor = ({ messageId }: Place) =>
  METHODS[messageId === undefined ? 'channel' : 'message'];

/** The client's types require a message id; the methods of a channel ignore it. */
const pathOf = (place: Place) => ({ messageId: '', ...place });

/** Adds `get`, `set` and `delete`. */
export function addMetadata(program: Command, open: OpenSession): void {
  addGet(program, open);
  addSet(program, open);
  addDelete(program, open);
}

function addGet(program: Command, open: OpenSession): void {
  addCallOptions(program.command('get'))
    .description('read entries of a message or channel')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('[keys...]', 'keys to read (default: all)')
    .action(async (place: Place, keys: string[], options: CallOptions, command: Command) => {
      const { gateway, print } = open(command);
      const { headers, query } = requestOptions(options);
      const selection = { ...query, ...(keys.length > 0 && { keys }) };
      const call = { path: pathOf(place), headers, query: selection };
      const method = methodsFor(place).get;
      if (options.dryRun === true) {
        print((await gateway.explain[method](call)).data, renderExplanation);
        return;
      }
      const entries: EntryReply[] = [];
      let cursor: string | undefined;
      do {
        const page = { ...selection, ...(cursor !== undefined && { cursor }) };
        const { data } = await gateway[method]({ ...call, query: page });
        entries.push(...data.entries);
        cursor = data.nextCursor;
      } while (cursor !== undefined);
      print({ entries }, renderEntries);
    });
}

function addSet(program: Command, open: OpenSession): void {
  addWriteOptions(program.command('set'))
    .description('set entries; a key that occurs several times gets all its values')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('<key=value...>', 'entries to set')
    .action(async (place: Place, pairs: string[], options: WriteOptions, command: Command) => {
      const { gateway, print } = open(command);
      const { vendor } = options;
      const body = {
        entries: parseEntries(pairs),
        ...(vendor !== undefined && { options: vendor }),
      };
      const call = { path: pathOf(place), ...requestOptions(options), body };
      const method = methodsFor(place).set;
      if (options.dryRun === true)
        print((await gateway.explain[method](call)).data, renderExplanation);
      else print((await gateway[method](call)).data, renderEntries);
    });
}

type DeleteOptions = WriteOptions & { readonly all?: true };

function addDelete(program: Command, open: OpenSession): void {
  addWriteOptions(program.command('delete'))
    .description('delete entries; a missing key is not an error')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('[keys...]', 'keys to delete')
    .option('--all', 'delete all entries')
    .action(async (place: Place, keys: string[], options: DeleteOptions, command: Command) => {
      const isAll = options.all === true;
      if (isAll === keys.length > 0) command.error('error: pass either keys or --all');
      const { gateway, print } = open(command);
      const { headers, query } = requestOptions(options);
      const selection = isAll ? { all: 'true' as const } : { keys };
      const call = { path: pathOf(place), headers, query: { ...query, ...selection } };
      const method = methodsFor(place).delete;
      if (options.dryRun === true) {
        print((await gateway.explain[method](call)).data, renderExplanation);
        return;
      }
      await gateway[method](call);
      print({ deleted: isAll ? 'all' : keys }, () => 'Deleted.');
    });
}
