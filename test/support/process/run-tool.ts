import { run } from '../../../src/cli/run';
import { Terminal, type OutputStream } from '../../../src/cli/terminal';

/** Exit code and output of one run of the command-line tool. */
export interface ToolResult {
  readonly code: number;
  /** Everything written to standard output. */
  readonly out: string;
  /** Everything written to standard error. */
  readonly err: string;
}

export interface ToolSettings {
  readonly url: string;
  /** Whether standard output and standard error are terminals. */
  readonly isTTY?: boolean;
  readonly signal?: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /** Receives each text written to either stream. */
  readonly onWrite?: (text: string) => void;
}

/** Runs the command-line tool in this process and captures its output. */
export async function runTool(
  args: readonly string[],
  { url, isTTY = false, signal, env = {}, onWrite }: ToolSettings,
): Promise<ToolResult> {
  const texts = { out: '', err: '' };
  const screen = (name: keyof typeof texts): OutputStream => ({
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
    version: '1.2.3',
  });
  return { code, ...texts };
}
