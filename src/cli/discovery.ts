import type { Command } from 'commander';
import type { ProviderDescription } from '../client';
import type { OpenSession } from './session';
import { table } from './words';

/** `connections` and `providers`. */
export function addDiscovery(program: Command, open: OpenSession): void {
  program
    .command('connections')
    .description('list the vendor accounts that you may use')
    .action(async (_options: object, command: Command) => {
      const { gateway, show } = open(command);
      show((await gateway.connections()).data, ({ connections }) =>
        table(
          ['connection', 'provider'],
          connections.map(({ name, provider }) => [name, provider]),
        ),
      );
    });

  program
    .command('providers')
    .description('show what each vendor can do')
    .action(async (_options: object, command: Command) => {
      const { gateway, show } = open(command);
      show((await gateway.providers()).data, ({ providers }) =>
        table(['provider', 'resource', 'channels', ...VERBS], providers.flatMap(rowsOf)),
      );
    });
}

const VERBS = ['get', 'set', 'delete', 'add-values', 'remove-values', 'change'];

type Support = Readonly<Record<string, { readonly support: string } | undefined>>;

/** A row for each resource and channel type of which the vendor has anything. */
function rowsOf({ title, capabilities }: ProviderDescription): string[][] {
  const resources = capabilities as Readonly<Record<string, Readonly<Record<string, Support>>>>;
  return Object.entries(resources).flatMap(([resource, channels]) =>
    Object.entries(channels)
      .map(([channelType, verbs]) => VERBS.map((verb) => [channelType, supportOf(verbs, verb)]))
      .map((cells) => [title, resource, cells[0]?.[0] ?? '', ...cells.map(([, said = '']) => said)])
      .filter((row) => row.slice(3).some((said) => said !== '–')),
  );
}

function supportOf(verbs: Support, verb: string): string {
  const { support = 'unsupported' } = verbs[verb] ?? {};
  return support === 'unsupported' ? '–' : support;
}
