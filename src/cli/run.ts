import { Command, CommanderError } from 'commander';
import { addBatch } from './commands/batch/batch';
import { addCompletion } from './commands/completion';
import { addCounters } from './commands/counters';
import { addDiscovery } from './commands/discovery';
import { addLease } from './commands/lease';
import { addMessages } from './commands/messages';
import { addMetadata } from './commands/metadata';
import { addQuotas } from './commands/quotas';
import { addSeed } from './commands/seed';
import { addValues } from './commands/values';
import { addVendor } from './commands/vendor';
import { parseSeconds } from './arguments';
import { describeFailure, type Failure } from './describe-failure';
import { EXIT, type ExitCode } from './exit-code';
import { openSession, type Environment, type OpenSession } from './session';

const HELP = `
A place is CONNECTION/CHANNEL-TYPE/CHANNEL for a channel, and CONNECTION/CHANNEL-TYPE/CHANNEL/MESSAGE for
a message. Percent-encode a slash within a part.

Examples:
  $ chat-metadata connections
  $ chat-metadata set main/direct/alice/MESSAGE-ID type=3 state=read
  $ chat-metadata get main/direct/alice/MESSAGE-ID type
  $ chat-metadata set --create main/open/lobby theme=dark
  $ chat-metadata set --dry-run main/open/lobby theme=dark
  $ chat-metadata values change main/group/room/MESSAGE-ID tags+=new marks-=old
  $ chat-metadata counters change main/open/lobby likes+=1
  $ chat-metadata batch changes.ndjson
  $ chat-metadata quotas
  $ chat-metadata quotas end-cooldown main message-metadata.set
  $ chat-metadata quotas end-suspension main message-metadata.set gateway-1
  $ chat-metadata vendor main POST /v4/group-channel/message/send --data @message.json
  $ chat-metadata lease take main group-message --hold 5

The output is text on a terminal, and JSON in a pipe or with --json. So are failures, on standard error.

Exit codes: 0 success, 1 the gateway or the vendor refused the call, or get found nothing, 2 invalid command,
3 some operations of a batch failed, 4 no gateway replied, 130 interrupted.`;

/**
 * Runs the command-line tool once.
 * @param args the arguments without program and script
 * @returns the exit code; problems are written to the terminal
 * @throws unexpected errors, which are bugs
 */
export async function run(args: readonly string[], environment: Environment): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  let written = '';
  const program = createProgram(environment, (text) => (written += text));
  const open: OpenSession = (command) =>
    openSession(environment, command, (ended) => {
      code = ended;
    });
  addMetadata(program, open);
  addMessages(program, open);
  addValues(program, open);
  addCounters(program, open);
  addBatch(program, open);
  addQuotas(program, open);
  addVendor(program, open);
  addLease(program, open);
  addDiscovery(program, open);
  addSeed(program, open);
  addCompletion(program, open);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const failure = toFailure(error, written, environment.signal);
    if (failure !== undefined) printFailure(failure, program, environment.terminal);
    return failure?.exitCode ?? EXIT.done;
  }
}

/** @param writeError receives what commander has to say about wrong arguments */
function createProgram(
  { env, terminal, version }: Environment,
  writeError: (text: string) => void,
): Command {
  const url = unlessEmpty(env.CHAT_METADATA_URL) ?? 'http://127.0.0.1:3000';
  return new Command('chat-metadata')
    .description('Read and write metadata of chat messages and channels through the gateway.')
    .option('--url <url>', 'address of the gateway; $CHAT_METADATA_URL sets the default', url)
    .option('--key <key>', 'API key; $CHAT_METADATA_KEY keeps it out of the process list')
    .option('--json', 'write JSON on a terminal too')
    .option('--timeout <seconds>', 'longest time of a call (default: no limit)', parseSeconds)
    .version(version, '-V, --version', 'show the version of the tool')
    .addHelpText('after', HELP)
    .hook('preAction', (program) => {
      // not an option's default: help would show it
      if (program.getOptionValue('key') === undefined)
        program.setOptionValue('key', unlessEmpty(env.CHAT_METADATA_KEY) ?? 'sandbox-key');
    })
    .showHelpAfterError('(add --help for examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: writeError,
    });
}

const unlessEmpty = (text: string | undefined): string | undefined =>
  text === '' ? undefined : text;

/**
 * @param written what commander has written about the error; nothing if a command's action threw it
 * @returns undefined if the command has not failed: commander throws after `--help` and `--version` too
 */
function toFailure(error: unknown, written: string, signal: AbortSignal): Failure | undefined {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return undefined;
    return { exitCode: EXIT.usage, message: written.trimEnd() || `error: ${error.message}` };
  }
  if (signal.aborted) {
    const message = 'Stopped. A write that had begun may have been carried out.';
    return { exitCode: EXIT.interrupted, message };
  }
  return describeFailure(error);
}

/** Prints text for a person, or a line of JSON for a program. */
function printFailure(failure: Failure, program: Command, terminal: Environment['terminal']): void {
  const { message } = failure;
  const isText = program.getOptionValue('json') !== true && terminal.isStatusTerminal;
  terminal.printStatus(isText ? message : JSON.stringify(failure));
}
