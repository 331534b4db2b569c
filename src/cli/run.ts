import { Command, CommanderError } from 'commander';
import { addBatch } from './commands/batch/batch';
import { addCounters } from './commands/counters';
import { addDiscovery } from './commands/discovery';
import { addMessages } from './commands/messages';
import { addMetadata } from './commands/metadata';
import { addQuotas } from './commands/quotas';
import { addValues } from './commands/values';
import { describeFailure } from './describe-failure';
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

The output is a table on a terminal, and JSON in a pipe or with --json.

Exit codes: 0 success, 1 the gateway refused the call, 2 invalid command, 3 some operations of a batch
failed, 4 no gateway replied, 130 interrupted.`;

/**
 * Runs the command-line tool once.
 * @param args the arguments without program and script
 * @returns the exit code; problems are written to the terminal
 * @throws unexpected errors, which are bugs
 */
export async function run(args: readonly string[], environment: Environment): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = createProgram(environment);
  const open: OpenSession = (command) => openSession(environment, command);
  addMetadata(program, open);
  addMessages(program, open);
  addValues(program, open);
  addCounters(program, open);
  addBatch(program, open, (batchCode) => (code = batchCode));
  addQuotas(program, open);
  addDiscovery(program, open);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return handleFailure(error, environment);
  }
}

function createProgram({ env, terminal }: Environment): Command {
  const url = env.CHAT_METADATA_URL ?? 'http://127.0.0.1:3000';
  return new Command('chat-metadata')
    .description('Read and write metadata of chat messages and channels through the gateway.')
    .option('--url <url>', 'address of the gateway; $CHAT_METADATA_URL sets the default', url)
    .option('--key <key>', 'API key; $CHAT_METADATA_KEY keeps it out of the process list')
    .option('--json', 'write JSON on a terminal too')
    .addHelpText('after', HELP)
    .hook('preAction', (program) => {
      // not an option's default: help would show it
      if (program.getOptionValue('key') === undefined)
        program.setOptionValue('key', env.CHAT_METADATA_KEY ?? 'sandbox-key');
    })
    .showHelpAfterError('(add --help for examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.print(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.printStatus(text.trimEnd());
      },
    });
}

function handleFailure(error: unknown, { terminal, signal }: Environment): ExitCode {
  if (error instanceof CommanderError) return handleCommanderError(error, terminal);
  if (signal.aborted) {
    terminal.printStatus('Stopped. Operations that had not begun were not carried out.');
    return EXIT.interrupted;
  }
  const { code, text } = describeFailure(error);
  terminal.printStatus(text);
  return code;
}

/** Commander has already printed the error, unless a command's action threw it. */
function handleCommanderError(
  { code, message, exitCode }: CommanderError,
  terminal: Environment['terminal'],
): ExitCode {
  if (exitCode === 0) return EXIT.done;
  if (code === 'commander.invalidArgument' && !message.startsWith('error:'))
    terminal.printStatus(`error: ${message}`);
  return EXIT.usage;
}
