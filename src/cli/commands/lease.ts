import { InvalidArgumentError, type Command } from 'commander';
import type { DrawBody, LeaseReply } from '../../client';
import { parseSeconds } from '../arguments';
import { waitOption } from '../call-options';
import { escapeControls } from '../format';
import type { OpenSession } from '../session';

const HELP = `
Make the vendor call as soon as you have the tokens, and end the lease when the vendor has answered.

Examples:
  $ lease=$(chat-metadata lease take main group-message | jq -r .lease)
  $ chat-metadata lease take main direct-message=3 --hold 5 --wait 10
  $ chat-metadata lease end main "$lease"
  $ chat-metadata lease end main "$lease" --unsent`;

/** Adds `lease take` and `lease end`, for vendor calls that a script makes itself. */
export function addLease(program: Command, open: OpenSession): void {
  const group = program
    .command('lease')
    .description('take tokens for a vendor call of your own; needs `lease` access')
    .addHelpText('after', HELP);
  addTake(group, open);
  addEnd(group, open);
}

interface TakeOptions {
  readonly hold?: number;
  readonly wait?: number;
}

function addTake(group: Command, open: OpenSession): void {
  group
    .command('take')
    .description('take tokens, and print the lease')
    .argument('<connection>', 'name of a connection')
    .argument('<draws...>', 'QUOTA or QUOTA=TOKENS (default: 1 token)', parseDraw)
    .option('--hold <seconds>', 'time until the lease is taken for lost', parseSeconds)
    .addOption(waitOption())
    .addHelpText('after', HELP)
    .action(
      async (
        connection: string,
        draws: DrawBody[],
        { hold, wait }: TakeOptions,
        command: Command,
      ) => {
        const { gateway, print } = open(command);
        const holdMs = hold === undefined ? {} : { holdMs: Math.round(hold * 1_000) };
        const { data } = await gateway.createLease({
          path: { connection },
          body: { draws, ...holdMs },
          ...(wait !== undefined && { headers: { Prefer: `wait=${wait}` } }),
        });
        print(data, renderLease);
      },
    );
}

function addEnd(group: Command, open: OpenSession): void {
  group
    .command('end')
    .description('end a lease, when the vendor has answered')
    .argument('<connection>', 'name of a connection')
    .argument('<lease>', 'id of the lease')
    .option('--unsent', 'free the tokens at once: no vendor call was made')
    .addHelpText('after', HELP)
    .action(
      async (
        connection: string,
        lease: string,
        { unsent }: { readonly unsent?: true },
        command: Command,
      ) => {
        const { gateway, print } = open(command);
        const outcome = unsent === true ? 'unsent' : 'answered';
        await gateway.endLease({ path: { connection, lease }, query: { outcome } });
        print({ lease, outcome }, () => 'The lease has ended.');
      },
    );
}

const renderLease = ({ lease, draws, expiresAt }: LeaseReply): string =>
  [
    `Lease ${lease}, until ${expiresAt}`,
    ...draws.map(({ quota, tokens }) => `  ${tokens} of ${escapeControls(quota)}`),
  ].join('\n');

/** @param previous the draws before it, as commander passes them for a repeated argument */
function parseDraw(text: string, previous: DrawBody[] = []): DrawBody[] {
  const [, quota = '', tokens = '1'] = /^([^=]+)(?:=(\d{1,9}))?$/.exec(text) ?? [];
  if (quota === '') throw new InvalidArgumentError('Expected QUOTA or QUOTA=TOKENS.');
  return [...previous, { quota, tokens: Number(tokens) }];
}
