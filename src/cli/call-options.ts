import { InvalidArgumentError, type Command } from 'commander';

/** What every call on a place may be given. */
export interface CallOptions {
  readonly actor?: string;
  readonly subchannel?: string;
  readonly wait?: number;
  readonly dryRun?: true;
}

export interface WriteOptions extends CallOptions {
  readonly strict?: true;
  readonly ifMatch?: string;
  readonly vendor?: Record<string, Record<string, unknown>>;
}

export const withCallOptions = (command: Command): Command =>
  command
    .option('-a, --actor <id>', 'the user on whose behalf the vendor is called')
    .option('--subchannel <id>', 'of a community channel')
    .option('-w, --wait <seconds>', 'how long the call may wait for quota', seconds)
    .option('-n, --dry-run', 'show the vendor calls instead of making them');

export const withWriteOptions = (command: Command): Command =>
  withCallOptions(command)
    .option('--strict', 'refuse what would take more than one vendor write')
    .option('--if-match <etag>', 'write only while the metadata has this entity tag')
    .option('--vendor <json>', "vendor-only switches under the vendor's name", objectOf);

/** The same, as the client takes it. */
export function settingsOf({ actor, subchannel, wait, strict, ifMatch }: WriteOptions) {
  const prefer = [
    ...(wait === undefined ? [] : [`wait=${wait}`]),
    ...(strict === true ? ['handling=strict'] : []),
  ];
  return {
    headers: {
      ...(actor !== undefined && { 'X-Actor-Id': actor }),
      ...(prefer.length > 0 && { Prefer: prefer.join(', ') }),
      ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
    },
    query: { ...(subchannel !== undefined && { subchannelId: subchannel }) },
  };
}

/** @throws InvalidArgumentError */
export function seconds(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError('Write a number of seconds.');
  return number;
}

function objectOf(text: string): Record<string, Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, Record<string, unknown>>;
  } catch {
    throw new InvalidArgumentError('Write JSON.');
  }
}
