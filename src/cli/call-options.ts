import { Option, type Command } from 'commander';
import { parseSeconds, parseVendorOptions, parseWholeSeconds } from './arguments';

/** The options of every call on a place. */
export interface CallOptions {
  readonly actor?: string;
  readonly subchannel?: string;
  readonly wait?: number;
  readonly dryRun?: true;
}

/** The options of every read. */
export interface ReadOptions extends CallOptions {
  readonly maxAge?: number;
}

/** The options of every write. */
export interface WriteOptions extends CallOptions {
  readonly strict?: true;
  readonly ifMatch?: string;
  readonly vendor?: Record<string, Record<string, unknown>>;
}

/** A call that waits for quota: without the option it is repeated, as the client does by itself. */
export const waitOption = (): Option =>
  new Option(
    '-w, --wait <seconds>',
    'longest wait for quota (default: that of the gateway, then repetitions for up to 30 s)',
  ).argParser(parseSeconds);

export const addCallOptions = (command: Command): Command =>
  command
    .option('-a, --actor <id>', 'user on whose behalf the vendor is called')
    .option('--subchannel <id>', 'subchannel of a community channel')
    .addOption(waitOption())
    .option('-n, --dry-run', 'show the vendor requests without sending them');

export const addReadOptions = (command: Command): Command =>
  addCallOptions(command).option(
    '--max-age <seconds>',
    'accept a reply of up to this age from the memory of the gateway',
    parseWholeSeconds,
  );

export const addWriteOptions = (command: Command): Command =>
  addUnconditionalOptions(command).option(
    '--if-match <etag>',
    'write only if the metadata still has this entity tag',
  );

/** The options of a write to counters, which have no entity tag. */
export const addUnconditionalOptions = (command: Command): Command =>
  addCallOptions(command)
    .option('--strict', 'refuse a write that takes more than one vendor request')
    .option('--vendor <json>', 'vendor-specific options, keyed by vendor', parseVendorOptions);

/** The options of every write that may create keys. */
export interface UpsertOptions extends WriteOptions {
  readonly existing?: true;
}

export const addExistingOption = (command: Command): Command =>
  command.option('--existing', 'write only keys that exist, and list the others');

/** The members of a body for these options. */
export const bodyOptions = ({ vendor, existing }: UpsertOptions) => ({
  ...(vendor !== undefined && { options: vendor }),
  ...(existing === true && { upsert: false }),
});

/** The headers and the query of a DELETE, which has its vendor options in the query. */
export function removalOptions(options: WriteOptions) {
  const { headers, query } = requestOptions(options);
  const { vendor } = options;
  return {
    headers,
    query: { ...query, ...(vendor !== undefined && { options: JSON.stringify(vendor) }) },
  };
}

/** The headers and the query of the API call for these options. */
export function requestOptions({
  actor,
  subchannel,
  wait,
  strict,
  ifMatch,
  maxAge,
}: WriteOptions & ReadOptions) {
  const preferences = [
    ...(wait === undefined ? [] : [`wait=${wait}`]),
    ...(strict === true ? ['handling=strict'] : []),
  ];
  return {
    headers: {
      ...(actor !== undefined && { 'X-Actor-Id': actor }),
      ...(preferences.length > 0 && { Prefer: preferences.join(', ') }),
      ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
      ...(maxAge !== undefined && { 'Cache-Control': `max-age=${maxAge}` }),
    },
    query: { ...(subchannel !== undefined && { subchannelId: subchannel }) },
  };
}
