import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { InvalidArgumentError, type Command } from 'commander';
import type { BatchOperation, BatchResult } from '../../../client';
import { parseSeconds } from '../../arguments';
import { EXIT } from '../../exit-code';
import { escapeControls, formatCount, formatDuration } from '../../format';
import type { OpenSession, Session } from '../../session';
import { Journal } from './journal';
import { ProgressBar } from './progress-bar';
import { readOperations } from './read-operations';
import { remainingOperations } from './remaining';

interface BatchOptions {
  readonly actor?: string;
  readonly wait?: number;
  readonly journal?: string;
  readonly restart?: true;
}

const HELP = `
FILE has one operation a line, or is the JSON body of POST /v1/batch:
  {"id":"1","connection":"main","channelType":"direct","channelId":"alice",
   "messageId":"MESSAGE-ID","verb":"set","entries":[{"key":"type","value":"3"}]}

FILE.journal records the operations that have succeeded. After Ctrl-C, a lost connection or a failure,
run the same command again: it continues with the remaining operations. For a day, a write whose result
was lost is not repeated. The journal is removed when all operations have succeeded.`;

export function addBatch(program: Command, open: OpenSession): void {
  program
    .command('batch')
    .description('carry out the operations of a file; continues after an interruption')
    .argument('<file>', 'JSON or newline-delimited JSON; - reads standard input')
    .option('-a, --actor <id>', 'actor of operations without an actorId')
    .option('-w, --wait <seconds>', 'longest wait for quota (default: no limit)', parseSeconds)
    .option('--journal <file>', 'path of the journal (default: FILE.journal)')
    .option('--restart', 'discard the journal and carry out all operations')
    .addHelpText('after', HELP)
    .action(async (file: string, options: BatchOptions, command: Command) => {
      const session = open(command);
      const { operations, hash } = readOperations(readText(file));
      const path = file === '-' ? options.journal : (options.journal ?? `${file}.journal`);
      if (path !== undefined && options.restart === true) Journal.remove(path);
      const journal = path === undefined ? undefined : Journal.open(path, hash);
      const remaining = remainingOperations(operations, journal?.done ?? new Set());
      const skipped = operations.length - remaining.length;
      if (skipped > 0)
        session.terminal.printStatus(`${formatCount(skipped)} operations are already done.`);
      const failed = await carryOut(session, remaining, options, journal);
      if (failed === 0 && path !== undefined) Journal.remove(path);
      session.setExitCode(failed === 0 ? EXIT.done : EXIT.partialFailure);
    });
}

/** @returns how many operations failed */
async function carryOut(
  { gateway, terminal, signal, isText }: Session,
  operations: readonly BatchOperation[],
  { actor, wait }: BatchOptions,
  journal: Journal | undefined,
): Promise<number> {
  const startedAtMs = performance.now();
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
      const hasSucceeded = result.problem === undefined;
      if (hasSucceeded && result.id !== undefined) journal?.recordSuccess(result.id);
      if (!hasSucceeded) failed += 1;
      if (!isText) terminal.print(JSON.stringify(result));
      else if (!hasSucceeded) {
        bar.clear();
        terminal.print(describeFailedOperation(result));
      }
      bar.advance(hasSucceeded);
    }
  } finally {
    bar.clear();
  }
  const took = formatDuration(performance.now() - startedAtMs);
  const succeeded = operations.length - failed;
  terminal.printStatus(
    `${formatCount(succeeded)} succeeded, ${formatCount(failed)} failed, in ${took}.`,
  );
  return failed;
}

const describeFailedOperation = ({ id = '', status, problem }: BatchResult): string =>
  escapeControls(`${id}: ${status} ${problem?.code ?? ''}: ${problem?.detail ?? ''}`);

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new InvalidArgumentError(isNativeError(error) ? error.message : String(error));
  }
}
