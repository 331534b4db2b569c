import type { Command } from 'commander';
import { NetworkError, type BatchOperation } from '../../client';
import { EXIT } from '../exit-code';
import { escapeControls, formatCount } from '../format';
import type { OpenSession } from '../session';

/** An example target of the gateway's sandboxes. */
interface Example extends Pick<BatchOperation, 'connection' | 'channelType' | 'channelId'> {
  readonly title: string;
  readonly messageId?: string;
  readonly subchannelId?: string;
  readonly entries: readonly {
    readonly key: string;
    readonly value?: string;
    readonly values?: string[];
  }[];
  readonly counters?: NonNullable<BatchOperation['counters']>;
}

/** Adds `seed`. Only a gateway that has started its sandboxes itself has examples, so no other is written to. */
export function addSeed(program: Command, open: OpenSession): void {
  program
    .command('seed')
    .description('write example metadata to the sandboxes of a gateway without configuration')
    .action(async (_options: object, command: Command) => {
      const { url, gateway, signal, print, setExitCode } = open(command);
      const examples = await readExamples(url, signal);
      if (examples.length === 0) command.error('error: this gateway has no sandboxes of its own');
      const failed: string[] = [];
      const operations = examples.flatMap(toOperations);
      for await (const { id = '', problem } of gateway.batch(operations, { signal }))
        if (problem !== undefined) failed.push(`${id}: ${problem.detail}`);
      print({ written: operations.length - failed.length, failed }, ({ written }) =>
        [`${formatCount(written)} writes.`, ...failed.map(escapeControls)].join('\n'),
      );
      if (failed.length > 0) setExitCode(EXIT.partialFailure);
    });
}

/** The examples of the gateway's console, which needs no credentials for them. */
async function readExamples(url: string, signal: AbortSignal): Promise<readonly Example[]> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/console/start.json`, { signal }).catch(
    (cause: unknown) => {
      throw NetworkError.ofConnection(cause);
    },
  );
  const { examples = [] } = response.ok
    ? ((await response.json()) as { readonly examples?: readonly Example[] })
    : {};
  return examples;
}

/** A write of the entries, and one of the counters if there are any. */
function toOperations({ title, entries, counters, ...example }: Example): BatchOperation[] {
  const { connection, channelType, channelId, messageId, subchannelId } = example;
  const place = {
    connection,
    channelType,
    channelId,
    ...(subchannelId !== undefined && { subchannelId }),
  };
  const message = messageId === undefined ? {} : { messageId };
  const set: BatchOperation = {
    id: title,
    ...place,
    ...message,
    verb: 'set',
    entries: messageId === undefined ? entries.map(withOneValue) : [...entries],
  };
  if (counters === undefined) return [set];
  return [set, { id: `${title}, counters`, ...place, verb: 'count', counters: [...counters] }];
}

/** An entry of a channel has one value at most vendors. */
const withOneValue = ({ key, value, values = [] }: Example['entries'][number]) => ({
  key,
  value: value ?? values[0] ?? '',
});
