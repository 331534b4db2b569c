import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const CHART = join(__dirname, '..', '..', 'helm');

export interface ToolResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a tool until it exits. @throws Error if it cannot be started */
export function run(tool: string, args: readonly string[], stdin = ''): ToolResult {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    input: stdin,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

const isInstalled = (tool: string, args: readonly string[]): boolean =>
  spawnSync(tool, args).error === undefined;

export const HAS = {
  helm: isInstalled('helm', ['version']),
  kubeconform:
    isInstalled('kubeconform', ['-v']) && existsSync(process.env.KUBERNETES_SCHEMAS ?? ''),
  promtool: isInstalled('promtool', ['--version']),
};

/** Describes tests that need tools. Skips them, with a line on stderr, if a tool is missing. */
export function withTools(name: string, tools: readonly (keyof typeof HAS)[], tests: () => void) {
  const missing = tools.filter((tool) => !HAS[tool]);
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  process.stderr.write(`SKIPPED ${name}: no ${missing.join(', ')} (. .ci/tools installs them)\n`);
  describe.skip(name, tests);
}
