import type { Command } from 'commander';
import type { ProviderDescription } from '../../client';
import { escapeControls, formatTable } from '../format';
import type { OpenSession } from '../session';

/** Adds `connections` and `providers`. */
export function addDiscovery(program: Command, open: OpenSession): void {
  program
    .command('connections')
    .description('list the connections that you may use')
    .action(async (_options: object, command: Command) => {
      const { gateway, print } = open(command);
      print((await gateway.connections()).data, ({ connections }) =>
        formatTable(
          ['connection', 'provider'],
          connections.map(({ name, provider }) => [name, provider]),
        ),
      );
    });

  program
    .command('providers')
    .description('list what each vendor supports')
    .action(async (_options: object, command: Command) => {
      const { gateway, print } = open(command);
      print((await gateway.providers()).data, ({ providers }) =>
        [
          formatTable(['provider', 'resource', 'channels', ...VERBS], providers.flatMap(toRows)),
          ...providers.flatMap(describeDialects),
        ].join('\n\n'),
      );
    });
}

const VERBS = [
  'get',
  'get-many',
  'set',
  'delete',
  'add-values',
  'remove-values',
  'change-values',
  'change',
];
const UNSUPPORTED = '–';

type SupportByVerb = Readonly<Record<string, { readonly support: string } | undefined>>;

/** A row for each resource and channel type for which the vendor supports at least one verb. */
function toRows({ title, capabilities }: ProviderDescription): string[][] {
  const resources = capabilities as Readonly<
    Record<string, Readonly<Record<string, SupportByVerb>>>
  >;
  return Object.entries(resources).flatMap(([resource, channels]) =>
    Object.entries(channels).flatMap(([channelType, support]) => {
      const cells = VERBS.map((verb) => supportCell(support, verb));
      const isUnsupported = cells.every((cell) => cell === UNSUPPORTED);
      return isUnsupported ? [] : [[title, resource, channelType, ...cells]];
    }),
  );
}

function supportCell(supportByVerb: SupportByVerb, verb: string): string {
  const { support = 'unsupported' } = supportByVerb[verb] ?? {};
  return support === 'unsupported' ? UNSUPPORTED : support;
}

/** A paragraph for each dialect of the vendor: the setting that selects it, and what it cannot do. */
const describeDialects = ({ title, dialects }: ProviderDescription): string[] =>
  dialects.map(({ setting, value, description, unsupported }) =>
    [
      `${title} with ${setting}: ${value} – ${description}`,
      ...unsupported.map((part) => `  cannot do: ${part}`),
    ]
      .map(escapeControls)
      .join('\n'),
  );
