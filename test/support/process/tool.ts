import { run } from '../../../src/cli/run';
import { Terminal, type Screen } from '../../../src/cli/terminal';

/** What a run of the command-line tool said, and how it ended. */
export interface Ended {
  readonly code: number;
  /** Standard output, as it was written. */
  readonly out: string;
  /** Standard error, likewise. */
  readonly err: string;
}

export interface ToolSettings {
  readonly url: string;
  /** Whether a person reads both streams. */
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** Told of everything written. */
  readonly onWrite?: (text: string) => void;
}

/** Runs the tool in this process, on streams of the test. */
export async function runTool(
  args: readonly string[],
  { url, isTTY = false, signal, env = {}, onWrite }: ToolSettings,
): Promise<Ended> {
  const texts = { out: '', err: '' };
  const screen = (name: keyof typeof texts): Screen => ({
    isTTY,
    columns: 100,
    rows: 40,
    write: (text) => {
      texts[name] += text;
      onWrite?.(text);
    },
  });
  const code = await run(args, {
    env: { CHAT_METADATA_URL: url, ...env },
    terminal: new Terminal(screen('out'), screen('err')),
    signal: signal ?? new AbortController().signal,
  });
  return { code, ...texts };
}
