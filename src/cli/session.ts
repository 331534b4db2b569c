import type { Command } from 'commander';
import { connect, type GatewayClient } from '../client';
import type { Terminal } from './terminal';

/** What surrounds a run of the tool. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Told when the person has had enough. */
  readonly signal: AbortSignal;
}

/** A command's means: the gateway, and somebody to tell. */
export interface Session {
  readonly gateway: GatewayClient;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Whether answers are told in words. */
  readonly inWords: boolean;
  /** Tells an answer: in words to a person, as JSON to a program. */
  readonly show: <Answer>(answer: Answer, words: (answer: Answer) => string) => void;
}

export type OpenSession = (command: Command) => Session;

export function sessionOf({ terminal, signal }: Surroundings, command: Command): Session {
  const { url, key, json } = command.optsWithGlobals<{ url: string; key: string; json?: true }>();
  const inWords = json !== true && terminal.isRead;
  return {
    gateway: connect({ url, key, signal }),
    terminal,
    signal,
    inWords,
    show(answer, words) {
      terminal.say(inWords ? words(answer) : JSON.stringify(answer));
    },
  };
}
