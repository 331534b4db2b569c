/** The command-line tool as its users get it: packed, installed elsewhere without a network, and run. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Build } from '../fleet/build';
import { readDocument } from '../support/documents/documents';
import { startGateway, type TestGateway } from '../support/gateway/gateway';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'release', 'pack-tool.js');
const MESSAGE = 'nexconn-sandbox/direct/tjw3zbMrU/BRGM-DEN2-01E4-BN66';

let gateway: TestGateway;
let built: Build;
let folder: string;
beforeAll(async () => {
  gateway = await startGateway();
  built = build();
  folder = await mkdtemp(join(tmpdir(), 'tool-'));
  const { stdout } = await run(process.execPath, [SCRIPT, join(built.folder, 'src'), folder]);
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await run('npm', ['install', '--offline', '--no-audit', `./${stdout.trim()}`]);
}, 180_000);
afterAll(async () => {
  await gateway.close();
  built.remove();
  await rm(folder, { recursive: true });
});

const run = (command: string, args: readonly string[]) =>
  promisify(execFile)(command, args, {
    cwd: folder,
    env: {
      ...process.env,
      CHAT_METADATA_URL: gateway.url,
      PATH: `${join(folder, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
    },
  });
const tool = (...args: string[]) =>
  run(join(folder, 'node_modules', '.bin', 'chat-metadata'), args);

it('calls the gateway', async () => {
  await tool('set', MESSAGE, 'type=3');
  const { stdout } = await run('npx', ['--no-install', 'chat-metadata', 'get', MESSAGE, 'type']);
  expect(JSON.parse(stdout)).toMatchObject({ entries: [{ key: 'type', value: '3' }] });
}, 90_000);

it('says the version of its package', async () => {
  const { version } = JSON.parse(readDocument('src/cli/package.json')) as { version: string };
  expect((await tool('--version')).stdout).toBe(`${version}\n`);
});

it('reports a failure as JSON on standard error', async () => {
  const failure = await tool('get', 'none/direct/a').catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse((failure as { stderr: string }).stderr)).toMatchObject({
    exitCode: 1,
    problem: { code: 'connection-not-found' },
  });
});

/** Scripts that print the candidates for the words of their parameters, with the tool on the PATH. */
const COMPLETION_SCRIPTS = {
  bash: `
    set -u
    source <(chat-metadata completion bash)
    COMP_WORDS=(chat-metadata "$@"); COMP_CWORD=$#
    compopt() { :; }
    _chat_metadata
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `
    compdef() { :; }
    compadd() { print -l -- $candidates; }
    eval "$(chat-metadata completion zsh)"
    words=(chat-metadata "$@"); CURRENT=$#words
    _chat_metadata`,
  fish: `
    chat-metadata completion fish | source
    complete -C (string join ' ' chat-metadata $argv)`,
};
const SHELLS = Object.entries(COMPLETION_SCRIPTS).map(([shell, script]) => ({ shell, script }));
const hasShell = ({ shell }: { readonly shell: string }): boolean =>
  spawnSync(shell, ['-c', 'true']).status === 0;

it.each(SHELLS.filter(hasShell))('completes words in $shell', async ({ shell, script }) => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const name = shell === 'fish' ? [] : [shell]; // the others take a name as $0
    const { stdout } = await run(shell, ['-c', script, ...name, ...words]);
    return stdout.split('\n').filter((line) => line !== '');
  };
  const commands = ['counters', 'connections', 'completion'];
  expect((await complete('co')).sort()).toEqual(commands.sort());
  expect(await complete('get', 'nex')).toEqual(['nexconn-sandbox/']);
  expect(await complete('xyz')).toEqual([]);
});
