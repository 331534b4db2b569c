/** The client as its users get it: packed, installed, compiled and run. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGateway } from '../support/gateway/gateway';

const ROOT = join(__dirname, '..', '..');
const TSC = join(ROOT, 'node_modules', '.bin', 'tsc');

/** A user's program. It is compiled with strict types and prints the gateway's replies. */
const PROGRAM = `
import { connect, ProblemError, type ProblemCode } from 'chat-metadata-client';

const gateway = connect({ url: process.env.GATEWAY_URL ?? '', key: 'sandbox-key' });
const path = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
} as const;

const { data } = await gateway.putMessageEntry({ path: { ...path, key: 'type' }, body: { value: '3' } });
const value: string | undefined = data.value;

// @ts-expect-error a channel type that does not exist
const wrong = () => gateway.getMessageMetadata({ path: { ...path, channelType: 'closed' } });
// @ts-expect-error a code that does not exist
const code: ProblemCode = 'teapot';

const statuses: number[] = [];
for await (const { status } of gateway.batch([{ id: '1', ...path, verb: 'get' }])) statuses.push(status);

const failure: unknown = await gateway.connection({ path: { connection: 'none' } }).catch((error) => error);
console.log(JSON.stringify([value, statuses, failure instanceof ProblemError && failure.code, typeof wrong, code]));
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
  },
  files: ['main.ts'],
};

let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'client-'));
});
afterAll(() => rm(project, { recursive: true }));

const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  promisify(execFile)(command, args, { cwd: project, env: { ...process.env, ...env } }).catch(
    (failure: unknown) => {
      const { stdout = '', stderr = '' } = failure as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`);
    },
  );

describe('the packed client', () => {
  it('can be installed, compiled and run in another project', async () => {
    const source = join(ROOT, 'src', 'client');
    const built = join(project, 'built');
    await run(TSC, ['-p', source, '--outDir', built]);
    for (const file of ['package.json', 'README.md'])
      await cp(join(source, file), join(built, file));
    const { stdout: packed } = await run('npm', ['pack', '--json', built]);
    const [{ filename, files } = { filename: '', files: [] }] = JSON.parse(packed) as {
      filename: string;
      files: { path: string }[];
    }[];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['index.js', 'index.d.ts', 'README.md']));
    expect(paths.filter((path) => !/\.(js|d\.ts|md|json)$/.test(path))).toEqual([]);

    await writeFile(join(project, 'package.json'), '{"type":"module","private":true}');
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await writeFile(join(project, 'main.ts'), PROGRAM);
    await run('npm', ['install', '--offline', '--no-audit', `./${filename}`]);
    await run(TSC, []);
    const gateway = await startGateway();
    const { stdout } = await run('node', ['main.js'], { GATEWAY_URL: gateway.url });
    await gateway.close();
    expect(JSON.parse(stdout)).toEqual(['3', [200], 'connection-not-found', 'function', 'teapot']);
  }, 180_000);

  it('has no dependencies', async () => {
    const text = await readFile(join(ROOT, 'src', 'client', 'package.json'), 'utf8');
    expect(JSON.parse(text)).not.toHaveProperty('dependencies');
  });
});
