import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const CHART = join(__dirname, '..', '..', 'helm');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a tool to its end; `stdin` is what it reads. */
export function run(tool: string, args: readonly string[], stdin = ''): Ended {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    input: stdin,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

const isThere = (tool: string, args: readonly string[]): boolean =>
  spawnSync(tool, args).error === undefined;

export const HAS = {
  helm: isThere('helm', ['version']),
  kubeconform: isThere('kubeconform', ['-v']) && existsSync(process.env.KUBERNETES_SCHEMAS ?? ''),
  promtool: isThere('promtool', ['--version']),
};

/** What wants a tool that is absent is skipped, and says so where nobody can overlook it. */
export function withTools(what: string, tools: readonly (keyof typeof HAS)[], tests: () => void) {
  const absent = tools.filter((tool) => !HAS[tool]);
  if (absent.length === 0) {
    describe(what, tests);
    return;
  }
  process.stderr.write(`SKIPPED ${what}: no ${absent.join(', ')} (. .ci/tools brings them)\n`);
  describe.skip(what, tests);
}
