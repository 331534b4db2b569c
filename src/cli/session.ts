import type { Command } from 'commander';
import { connect, type ExplanationReply, type GatewayClient, type Reply } from '../client';
import type { CallOptions } from './call-options';
import { renderExplanation } from './render';
import type { ExitCode } from './exit-code';
import type { Terminal } from './terminal';

/** The inputs and outputs of one run of the tool; a test supplies its own. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** The calls of the gateway, or the same calls as dry runs. */
type Methods = GatewayClient | GatewayClient['explain'];

/** A command's client of the gateway, and its output. */
export interface Session {
  readonly gateway: GatewayClient;
  /** The gateway's address. */
  readonly url: string;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Whether the output is text for a person, rather than JSON. */
  readonly isText: boolean;
  /** Prints a reply: on a terminal as `render` formats it, otherwise as JSON. */
  readonly print: <Data>(reply: Data, render: (reply: Data) => string) => void;
  /**
   * Makes a call and prints the reply; with `--dry-run` the vendor requests that it would make.
   * @returns the reply, or undefined with `--dry-run`
   */
  readonly send: <Data>(
    options: CallOptions,
    call: (methods: Methods) => Promise<Reply<Data | ExplanationReply>>,
    render: (reply: Data) => string,
  ) => Promise<Data | undefined>;
  /** As `send`, for a delete: its reply has no content. */
  readonly sendDelete: (
    options: CallOptions,
    call: (methods: Methods) => Promise<Reply<unknown>>,
    deleted: 'all' | readonly string[],
  ) => Promise<void>;
  /** Sets the exit code of a command that has not failed. */
  readonly setExitCode: (code: ExitCode) => void;
}

export type OpenSession = (command: Command) => Session;

/** Reads the global options of a command. */
export function openSession(
  { terminal, signal }: Environment,
  command: Command,
  setExitCode: Session['setExitCode'],
): Session {
  const { url, key, json, timeout } = command.optsWithGlobals<GlobalOptions>();
  const isText = json !== true && terminal.isOutputTerminal;
  const gateway = connect({
    url,
    key,
    signal,
    ...(timeout !== undefined && { timeoutMs: timeout * 1_000 }),
  });
  const print: Session['print'] = (reply, render) => {
    terminal.print(isText ? render(reply) : JSON.stringify(reply));
  };
  return {
    gateway,
    url,
    terminal,
    signal,
    isText,
    print,
    async send<Data>(
      { dryRun }: CallOptions,
      call: (methods: Methods) => Promise<Reply<Data | ExplanationReply>>,
      render: (reply: Data) => string,
    ) {
      if (dryRun === true) {
        print((await call(gateway.explain)).data as ExplanationReply, renderExplanation);
        return undefined;
      }
      const reply = (await call(gateway)).data as Data;
      print(reply, render);
      return reply;
    },
    async sendDelete({ dryRun }, call, deleted) {
      const { data } = await call(dryRun === true ? gateway.explain : gateway);
      if (dryRun === true) print(data as ExplanationReply, renderExplanation);
      else print({ deleted }, () => 'Deleted.');
    },
    setExitCode,
  };
}

interface GlobalOptions {
  readonly url: string;
  readonly key: string;
  readonly json?: true;
  readonly timeout?: number;
}
