import type { Command } from 'commander';
import { connect, type GatewayClient } from '../client';
import type { Terminal } from './terminal';

/** The inputs and outputs of one run of the tool; a test supplies its own. */
export interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command's client of the gateway, and its output. */
export interface Session {
  readonly gateway: GatewayClient;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Whether the output is text for a person, rather than JSON. */
  readonly isText: boolean;
  /** Prints a reply: on a terminal as `render` formats it, otherwise as JSON. */
  readonly print: <Reply>(reply: Reply, render: (reply: Reply) => string) => void;
}

export type OpenSession = (command: Command) => Session;

/** Reads the global options of a command. */
export function openSession({ terminal, signal }: Environment, command: Command): Session {
  const { url, key, json } = command.optsWithGlobals<{ url: string; key: string; json?: true }>();
  const isText = json !== true && terminal.isOutputTerminal;
  return {
    gateway: connect({ url, key, signal }),
    terminal,
    signal,
    isText,
    print(reply, render) {
      terminal.print(isText ? render(reply) : JSON.stringify(reply));
    },
  };
}
