import type { Command } from 'commander';
import type { GatewayClient, QuotaReply } from '../client';
import type { OpenSession } from './session';
import { quotasView } from './views';

/** How often the table is drawn. */
const DRAW_MS = 1_000;

type Row = readonly [connection: string, quota: QuotaReply];

/** `quotas`: how full they are, live where a person watches. */
export function addQuotas(program: Command, open: OpenSession): void {
  program
    .command('quotas')
    .description('show how the quotas stand: live on a terminal, until Ctrl-C')
    .argument('[connection]', 'one connection; left out: all')
    .option('--once', 'show them once')
    .action(
      async (name: string | undefined, { once }: { readonly once?: true }, command: Command) => {
        const { gateway, show, inWords, terminal, signal } = open(command);
        const names = name === undefined ? await namesOf(gateway) : [name];
        const first = await rowsOf(gateway, names);
        if (!inWords || once === true) {
          show(listed(first), () => quotasView(first));
          return;
        }
        let lines = 0;
        for (let rows = first; ; rows = await rowsOf(gateway, names)) {
          lines = terminal.replace(lines, quotasView(rows));
          if (await ended(signal)) return;
        }
      },
    );
}

const namesOf = async (gateway: GatewayClient): Promise<string[]> =>
  (await gateway.connections()).data.connections.map(({ name }) => name);

async function rowsOf(gateway: GatewayClient, names: readonly string[]): Promise<Row[]> {
  const all = await Promise.all(
    names.map(async (connection) => {
      const { data } = await gateway.quotas({ path: { connection } });
      return data.quotas.map((quota): Row => [connection, quota]);
    }),
  );
  return all.flat();
}

const listed = (rows: readonly Row[]): object => ({
  quotas: rows.map(([connection, quota]) => ({ connection, ...quota })),
});

/** Whether the person has had enough, after a while. */
function ended(signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve(signal.aborted);
    };
    const timer = setTimeout(end, DRAW_MS);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
