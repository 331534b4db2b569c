import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { InvalidArgumentError, type Command } from 'commander';
import type { BatchOperation, BatchResult } from '../../client';
import { seconds } from '../call-options';
import { EXIT, type ExitCode } from '../exit-code';
import type { OpenSession, Session } from '../session';
import { count, duration, visible } from '../words';
import { Journal } from './journal';
import { ProgressBar } from './progress-bar';
import { readOperations } from './read-operations';
import { remaining } from './remaining';

interface BatchOptions {
  readonly actor?: string;
  readonly wait?: number;
  readonly journal?: string;
  readonly restart?: true;
}

const EXAMPLE = `
Each line of FILE is an operation, or the file is JSON as POST /v1/batch takes it:
  {"id":"1","connection":"main","channelType":"direct","channelId":"alice",
   "messageId":"MESSAGE-ID","verb":"set","entries":[{"key":"type","value":"3"}]}

FILE.journal keeps what has succeeded. After Ctrl-C, a lost connection or failures the same command
goes on from there, and what was done without an answer is not done again for a day; when everything has
succeeded, the journal is removed.`;

/** `batch`: the operations of a file. @param end told how it ended */
export function addBatch(program: Command, open: OpenSession, end: (code: ExitCode) => void): void {
  program
    .command('batch')
    .description('carry out the operations of a file, and go on after a failure')
    .argument('<file>', 'JSON or newline-delimited JSON; - for standard input')
    .option('-a, --actor <id>', 'for operations without an actorId')
    .option('-w, --wait <seconds>', 'for quota; left out: as long as it takes', seconds)
    .option('--journal <file>', 'instead of FILE.journal')
    .option('--restart', 'forget what an earlier run has done')
    .addHelpText('after', EXAMPLE)
    .action(async (file: string, options: BatchOptions, command: Command) => {
      const session = open(command);
      const { operations, hash } = readOperations(textOf(file));
      const path = file === '-' ? options.journal : (options.journal ?? `${file}.journal`);
      if (path !== undefined && options.restart === true) Journal.forget(path);
      const journal = path === undefined ? undefined : Journal.open(path, hash);
      const left = remaining(operations, journal?.done ?? new Set());
      const before = operations.length - left.length;
      if (before > 0) session.terminal.note(`${count(before)} are done already.`);
      const failed = await carryOut(session, left, options, journal);
      if (failed === 0 && path !== undefined) Journal.forget(path);
      end(failed === 0 ? EXIT.done : EXIT.partly);
    });
}

/** @returns how many failed */
async function carryOut(
  { gateway, terminal, signal, inWords }: Session,
  operations: readonly BatchOperation[],
  { actor, wait }: BatchOptions,
  journal: Journal | undefined,
): Promise<number> {
  const startedAt = performance.now();
  const bar = new ProgressBar(terminal, operations.length, () => performance.now());
  bar.draw();
  let failed = 0;
  try {
    const results = gateway.batch(operations, {
      signal,
      ...(actor !== undefined && { actorId: actor }),
      ...(wait !== undefined && { waitSeconds: wait }),
      ...(journal !== undefined && { idempotencyKey: journal.key }),
    });
    for await (const result of results) {
      const isDone = result.problem === undefined;
      if (isDone && result.id !== undefined) journal?.succeeded(result.id);
      if (!isDone) failed += 1;
      if (inWords && !isDone) bar.clear();
      if (!inWords) terminal.say(JSON.stringify(result));
      else if (!isDone) terminal.say(failureOf(result));
      bar.ended(isDone);
    }
  } finally {
    bar.clear();
  }
  const took = duration(performance.now() - startedAt);
  const succeeded = operations.length - failed;
  terminal.note(`${count(succeeded)} succeeded, ${count(failed)} failed, in ${took}.`);
  return failed;
}

const failureOf = ({ id = '', status, problem }: BatchResult): string =>
  visible(`${id}: ${status} ${problem?.code ?? ''}: ${problem?.detail ?? ''}`);

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(isNativeError(error) ? error.message : String(error));
  }
}
