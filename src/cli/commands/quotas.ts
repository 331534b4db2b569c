import type { Command } from 'commander';
import type { GatewayClient, QuotaReply } from '../../client';
import { renderQuotas } from '../render';
import type { OpenSession } from '../session';

const REFRESH_INTERVAL_MS = 1_000;

type Row = readonly [connection: string, quota: QuotaReply];

/**
 * Adds `quotas`, on a terminal a table that is refreshed every second until Ctrl-C, `quotas end-cooldown` and
 * `quotas end-suspension`.
 */
export function addQuotas(program: Command, open: OpenSession): void {
  const quotas = program
    .command('quotas')
    .description('show the state of the quotas; on a terminal, refreshed until Ctrl-C')
    .argument('[connection]', 'name of a connection (default: all)')
    .option('--once', 'show it once')
    .action(
      async (name: string | undefined, { once }: { readonly once?: true }, command: Command) => {
        const { gateway, print, isText, terminal, signal } = open(command);
        const names = name === undefined ? await connectionNames(gateway) : [name];
        const first = await fetchRows(gateway, names);
        if (!isText || once === true) {
          print(toJson(first), () => renderQuotas(first));
          return;
        }
        let lines = 0;
        for (let rows = first; ; rows = await fetchRows(gateway, names)) {
          lines = terminal.redrawOutput(lines, renderQuotas(rows));
          if (await isAbortedWithin(REFRESH_INTERVAL_MS, signal)) return;
        }
      },
    );
  quotas
    .command('end-cooldown')
    .description('end the cooldown of a quota on all replicas; the key needs `operate` access')
    .argument('<connection>', 'name of a connection')
    .argument('<quota>', 'name of its quota, as `quotas` shows it')
    .action(async (connection: string, quota: string, _options: object, command: Command) => {
      const { gateway, print } = open(command);
      await gateway.endCooldown({ path: { connection, quota } });
      print({ connection, quota, coolingDownMs: 0 }, () => 'The quota has no cooldown.');
    });
  quotas
    .command('end-suspension')
    .description(
      'end the suspended share of a replica that has ended; the key needs `operate` access',
    )
    .argument('<connection>', 'name of a connection')
    .argument('<quota>', 'name of its quota, as `quotas` shows it')
    .argument('<replica>', 'name of the replica, as `quotas --json` shows it in `suspendedShares`')
    .action(
      async (
        connection: string,
        quota: string,
        replica: string,
        _options: object,
        command: Command,
      ) => {
        const { gateway, print } = open(command);
        await gateway.endSuspension({ path: { connection, quota, replica } });
        print(
          { connection, quota, replica, suspended: false },
          () => 'The share is free one lease and one window from now.',
        );
      },
    );
}

const connectionNames = async (gateway: GatewayClient): Promise<string[]> =>
  (await gateway.connections()).data.connections.map(({ name }) => name);

async function fetchRows(gateway: GatewayClient, names: readonly string[]): Promise<Row[]> {
  const rows = await Promise.all(
    names.map(async (connection) => {
      const { data } = await gateway.quotas({ path: { connection } });
      return data.quotas.map((quota): Row => [connection, quota]);
    }),
  );
  return rows.flat();
}

const toJson = (rows: readonly Row[]): object => ({
  quotas: rows.map(([connection, quota]) => ({ connection, ...quota })),
});

/** Resolves after this time, or earlier when the signal aborts. */
function isAbortedWithin(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(signal.aborted);
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
