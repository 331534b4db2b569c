import type { Command } from 'commander';
import type { EntryBody, EntryReply } from '../../client';
import { PLACE_SYNTAX, parseEntries, parsePlace, type Place } from '../arguments';
import {
  addExistingOption,
  addReadOptions,
  addWriteOptions,
  bodyOptions,
  removalOptions,
  requestOptions,
  type ReadOptions,
  type UpsertOptions,
  type WriteOptions,
} from '../call-options';
import { EXIT } from '../exit-code';
import { renderEntries, renderEntry, renderExplanation } from '../render';
import type { OpenSession, Session } from '../session';

/** The client's methods for the metadata of a message, and of a channel. */
const METHODS = {
  message: {
    get: 'getMessageMetadata',
    set: 'setMessageMetadata',
    setOne: 'putMessageEntry',
    delete: 'deleteMessageMetadata',
  },
  channel: {
    get: 'getChannelMetadata',
    set: 'setChannelMetadata',
    setOne: 'putChannelEntry',
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
  addReadOptions(program.command('get'))
    .description('read entries of a message or channel')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('[keys...]', 'keys to read (default: all)')
    .action(async (place: Place, keys: string[], options: ReadOptions, command: Command) => {
      const { gateway, print, setExitCode } = open(command);
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
      let etag: string | undefined;
      do {
        const page = { ...selection, ...(cursor !== undefined && { cursor }) };
        const reply = await gateway[method]({ ...call, query: page });
        entries.push(...reply.data.entries);
        cursor = reply.data.nextCursor;
        etag = reply.etag;
      } while (cursor !== undefined);
      print({ entries, ...(etag !== undefined && { etag }) }, renderRead);
      if (entries.length === 0) setExitCode(EXIT.nothing);
    });
}

/** The entity tag, which only a read of all entries has, is for `--if-match` of a write. */
const renderRead = ({
  entries,
  etag,
}: {
  readonly entries: EntryReply[];
  readonly etag?: string;
}) => `${renderEntries({ entries })}${etag === undefined ? '' : `\netag  ${etag}`}`;

type SetOptions = UpsertOptions & { readonly create?: true; readonly update?: true };

function addSet(program: Command, open: OpenSession): void {
  addExistingOption(addWriteOptions(program.command('set')))
    .description('set entries; a key that occurs several times gets all its values')
    .argument('<place>', PLACE_SYNTAX, parsePlace)
    .argument('<key=value...>', 'entries to set')
    .option('--create', 'set one key, unless it exists')
    .option('--update', 'set one key, if it exists')
    .action(async (place: Place, pairs: string[], options: SetOptions, command: Command) => {
      const session = open(command);
      const entries = parseEntries(pairs);
      if (options.create !== true && options.update !== true) {
        await setEntries(session, place, entries, options);
        return;
      }
      const [entry, ...others] = entries;
      const isConditional = options.create !== options.update && options.ifMatch === undefined;
      if (entry === undefined || others.length > 0 || !isConditional)
        command.error('error: --create and --update each take one key and no other condition');
      await setOneEntry(session, place, entry, options);
    });
}

async function setEntries(
  { send }: Session,
  place: Place,
  entries: EntryBody[],
  options: SetOptions,
): Promise<void> {
  const body = { entries, ...bodyOptions(options) };
  const call = { path: pathOf(place), ...requestOptions(options), body };
  const method = methodsFor(place).set;
  await send(options, (calls) => calls[method](call), renderEntries);
}

async function setOneEntry(
  { send }: Session,
  place: Place,
  { key, ...value }: EntryBody,
  options: SetOptions,
): Promise<void> {
  const { headers, query } = requestOptions(options);
  const condition =
    options.create === true ? { 'If-None-Match': '*' as const } : { 'If-Match': '*' };
  const call = {
    path: { ...pathOf(place), key },
    headers: { ...headers, ...condition },
    query,
    body: { ...value, ...bodyOptions(options) },
  };
  const method = methodsFor(place).setOne;
  await send(options, (calls) => calls[method](call), renderEntry);
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
      const { headers, query } = removalOptions(options);
      const selection = isAll ? { all: 'true' as const } : { keys };
      const call = { path: pathOf(place), headers, query: { ...query, ...selection } };
      const method = methodsFor(place).delete;
      const deleted = isAll ? 'all' : keys;
      await open(command).sendDelete(options, (calls) => calls[method](call), deleted);
    });
}
