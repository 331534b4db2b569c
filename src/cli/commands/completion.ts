import { Argument, type Command } from 'commander';
import { CHANNEL_TYPES } from '../arguments';
import type { OpenSession, Session } from '../session';
import { VENDOR_METHODS } from './vendor';

/** A script for each shell. It asks `chat-metadata complete` for candidates, the words so far as arguments. */
const SCRIPTS = {
  bash: `_chat_metadata() {
  local IFS=$'\\n'
  COMPREPLY=($(chat-metadata complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [[ \${COMPREPLY[0]-} == */ ]] && compopt -o nospace
}
complete -F _chat_metadata chat-metadata`,
  zsh: `_chat_metadata() {
  local -a candidates
  candidates=("\${(@f)$(chat-metadata complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  [[ \${candidates[1]} == */ ]] && compadd -S '' -a candidates || compadd -a candidates
}
compdef _chat_metadata chat-metadata`,
  fish: `complete -c chat-metadata -f -a '(chat-metadata complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
} as const;
const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** A shell waits for candidates, so a gateway that does not reply soon offers none. */
const TIMEOUT_SECONDS = 1;

/** Adds `completion`, which prints a script for a shell, and `complete`, which that script calls. */
export function addCompletion(program: Command, open: OpenSession): void {
  program
    .command('completion')
    .description('print a script that completes commands, options and names in your shell')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', '\nTry: source <(chat-metadata completion bash)')
    .action((shell: keyof typeof SCRIPTS, _options: object, command: Command) => {
      open(command).terminal.print(SCRIPTS[shell]);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[], _options: object, command: Command) => {
      program.setOptionValue('timeout', TIMEOUT_SECONDS);
      for (const [name, value] of globalValues(words)) program.setOptionValue(name, value);
      const { gateway, terminal } = open(command);
      const found = await candidates(program, words, gateway);
      if (found.length > 0) terminal.print(found.join('\n'));
    });
}

/** The texts that the last word may become. */
async function candidates(
  program: Command,
  words: readonly string[],
  gateway: Session['gateway'],
): Promise<string[]> {
  const before = [...words];
  const last = before.pop() ?? '';
  const { command, given } = locate(program, before);
  const position = given.length;
  const all = last.startsWith('-')
    ? [...command.options, ...program.options].flatMap(({ long }) => long ?? [])
    : [
        ...(position === 0 ? visible(command).map((each) => each.name()) : []),
        ...(await argumentCandidates(argumentAt(command, position), last, given, gateway)),
      ];
  return all.filter((text) => text.startsWith(last));
}

const visible = (command: Command): readonly Command[] =>
  command.createHelp().visibleCommands(command);

/** The last argument of a command may be repeated. */
const argumentAt = ({ registeredArguments }: Command, position: number): Argument | undefined => {
  const last = registeredArguments.at(-1);
  return registeredArguments[position] ?? (last?.variadic === true ? last : undefined);
};

/** The command that these words name, and the arguments that it has already. */
function locate(program: Command, words: readonly string[]) {
  let command = program;
  const given: string[] = [];
  let isValue = false;
  for (const word of words) {
    if (isValue || word.startsWith('-')) {
      isValue = !isValue && optionOf([command, program], word)?.required === true;
      continue;
    }
    const inner =
      given.length > 0 ? undefined : command.commands.find((each) => each.name() === word);
    if (inner === undefined) given.push(word);
    else command = inner;
  }
  return { command, given };
}

const optionOf = (commands: readonly Command[], word: string) =>
  commands
    .flatMap(({ options }) => options)
    .find(({ long, short }) => word === long || word === short);

/** The address and the key among the words, for the calls that find candidates. */
function globalValues(words: readonly string[]): [string, string][] {
  return words.flatMap((word, index): [string, string][] => {
    const [name = '', ...rest] = word.split('=');
    const value = rest.length > 0 ? rest.join('=') : words[index + 1];
    return (name === '--url' || name === '--key') && value !== undefined
      ? [[name.slice(2), value]]
      : [];
  });
}

async function argumentCandidates(
  argument: Argument | undefined,
  last: string,
  [connection = '']: readonly string[],
  gateway: Session['gateway'],
): Promise<readonly string[]> {
  const [name, ...others] = last.split('/');
  switch (argument?.name()) {
    case 'shell':
      return SHELLS;
    case 'method':
      return VENDOR_METHODS;
    case 'quota':
    case 'draws':
      return quotaNames(connection, gateway);
    case 'connection':
      return connectionNames(gateway);
    case 'place':
    case 'channel':
      if (others.length === 0) return (await connectionNames(gateway)).map((each) => `${each}/`);
      return others.length === 1 ? CHANNEL_TYPES.map((type) => `${name}/${type}/`) : [];
    default:
      return [];
  }
}

/** None if the gateway refuses or does not reply: a completion has no place for an error. */
const connectionNames = async (gateway: Session['gateway']): Promise<string[]> =>
  gateway.connections().then(
    ({ data }) => data.connections.map(({ name }) => encodeURIComponent(name)),
    () => [],
  );

const quotaNames = async (connection: string, gateway: Session['gateway']): Promise<string[]> =>
  gateway.quotas({ path: { connection } }).then(
    ({ data }) => data.quotas.map(({ name }) => name),
    () => [],
  );
