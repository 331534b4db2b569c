import { Command, CommanderError } from 'commander';
import { addBatch } from './batch/batch';
import { addCounters } from './counters';
import { addDiscovery } from './discovery';
import { EXIT, type ExitCode } from './exit-code';
import { failureOf } from './failure-of';
import { addMetadata } from './metadata';
import { addQuotas } from './quotas';
import { sessionOf, type OpenSession, type Surroundings } from './session';
import { addValues } from './values';

const HELP = `
A place is CONNECTION/CHANNEL-TYPE/CHANNEL[/MESSAGE]; parts with a slash are percent-encoded.

Examples:
  $ chat-metadata connections
  $ chat-metadata set main/direct/alice/MESSAGE-ID type=3 state=read
  $ chat-metadata get main/direct/alice/MESSAGE-ID type
  $ chat-metadata set --dry-run main/open/lobby theme=dark
  $ chat-metadata counters change main/open/lobby likes+=1
  $ chat-metadata batch changes.ndjson
  $ chat-metadata quotas

Answers are for reading on a terminal, and JSON in a pipe or with --json.

Exit codes: 0 done, 1 the gateway said no, 2 the command makes no sense, 3 some operations of a batch
failed, 4 no gateway answered, 130 interrupted.`;

/** Runs the tool. @param args without program and script @returns its exit code */
export async function run(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  const program = programOf(around);
  const open: OpenSession = (command) => sessionOf(around, command);
  addMetadata(program, open);
  addValues(program, open);
  addCounters(program, open);
  addBatch(program, open, (ended) => (code = ended));
  addQuotas(program, open);
  addDiscovery(program, open);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, around);
  }
}

function programOf({ env, terminal }: Surroundings): Command {
  const url = env.CHAT_METADATA_URL ?? 'http://127.0.0.1:3000';
  return new Command('chat-metadata')
    .description('Metadata of chat messages and channels, through the Chat Metadata Gateway.')
    .option('--url <url>', 'of the gateway; else CHAT_METADATA_URL, else the local sandbox', url)
    .option('--key <key>', 'API key; better in CHAT_METADATA_KEY')
    .option('--json', 'answer in JSON on a terminal too')
    .addHelpText('after', HELP)
    .hook('preAction', (program) => {
      if (program.getOptionValue('key') === undefined)
        program.setOptionValue('key', env.CHAT_METADATA_KEY ?? 'sandbox-key');
    })
    .showHelpAfterError('(add --help for examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.say(text.trimEnd());
      },
      writeErr: (text) => {
        terminal.note(text.trimEnd());
      },
    });
}

function failed(error: unknown, { terminal, signal }: Surroundings): ExitCode {
  if (error instanceof CommanderError) return usageFailure(error, terminal);
  if (signal.aborted) {
    terminal.note('Stopped. What has not begun is not carried out.');
    return EXIT.interrupted;
  }
  const { code, words } = failureOf(error);
  terminal.note(words);
  return code;
}

/** Commander has said what is wrong already, unless a command found it out. */
function usageFailure(
  { code, message, exitCode }: CommanderError,
  terminal: Surroundings['terminal'],
): ExitCode {
  if (exitCode === 0) return EXIT.done;
  if (code === 'commander.invalidArgument' && !message.startsWith('error:'))
    terminal.note(`error: ${message}`);
  return EXIT.usage;
}
