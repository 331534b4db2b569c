/**
 * The documents are true: every command in them is run in a fresh copy, against gateways that this test
 * starts, and prints what the document says. Ports are replaced by free ones. Long commands run in a short
 * form. A command that needs something this machine lacks is printed as SKIPPED, a block that the document
 * itself excepts as NOT RUN.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, readDocument, ROOT } from '../support/documents/documents';
import { blocksOf } from '../support/documents/markdown';
import { commandsInProse, commandsOf, exceptionsOf, linesOf, type Output } from './commands';
import { FreshCopy, findFreePort } from './fresh-copy';
import { PORTS, runModeOf, type RunMode } from './run-modes';

const LONGEST_MS = 600_000;

// a command can fail for a moment, as when the package registry does; the others need not run again
jest.retryTimes(1, { logErrorsBeforeRetry: true });

/** Stands for any value in the output that a document shows. */
const ANY_VALUE = '…';

let copy: FreshCopy;
const ports = new Map<number, number>();
beforeAll(async () => {
  copy = new FreshCopy();
  const [config] = blocksOf(readDocument('README.md')).filter(
    ({ language }) => language === 'yaml',
  );
  writeFileSync(join(copy.folder, 'gateway.yaml'), config?.text ?? '');
  for (const port of Object.values(PORTS)) ports.set(port, await findFreePort());
}, LONGEST_MS);
afterAll(() => copy.close(), LONGEST_MS);

/** The text with the ports of this run. */
const withOwnPorts = (text: string): string =>
  text.replace(/(?<=127\.0\.0\.1:|--port )\d+/g, (port) => String(ports.get(Number(port)) ?? port));

const envOf = ({ serves, env }: RunMode): NodeJS.ProcessEnv => ({
  HOST: '127.0.0.1',
  PORT: String(ports.get(serves?.port ?? PORTS.gateway)),
  CHAT_METADATA_URL: withOwnPorts(`http://127.0.0.1:${PORTS.gateway}`),
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  ...env,
});

async function runCommand(text: string, output?: Output): Promise<void> {
  const mode = runModeOf(text);
  const env = envOf(mode);
  const command = `${withOwnPorts(text)}${mode.more ?? ''}`;
  if (mode.serves !== undefined) return serve(command, env, mode.serves);
  const { code, out, err } = await copy.run(command, env);
  expect([code, code === 0 ? '' : `${out}\n${err}`]).toEqual([0, '']);
  if (mode.prints !== undefined) expect(`${out}\n${err}`).toMatch(mode.prints);
  if (output !== undefined) expectOutput(out, output);
}

async function serve(
  command: string,
  env: NodeJS.ProcessEnv,
  { port, path, printsCall = false }: NonNullable<RunMode['serves']>,
): Promise<void> {
  const printed = await copy.serve(command, env, withOwnPorts(`http://127.0.0.1:${port}${path}`));
  const [curl] = /^curl (?:.*\\\n)*.*/m.exec(printed) ?? [];
  if (curl !== undefined) expect((await copy.run(`${curl} --fail`, env)).code).toBe(0);
  expect(curl !== undefined).toBe(printsCall);
}

function expectOutput(printed: string, output: Output): void {
  if ('value' in output) {
    expect(JSON.parse(printed)).toEqual(withAnyValues(output.value));
    return;
  }
  const lines = linesOf(printed).filter((line) => !('progress' in (line as object)));
  const expected = output.lines.map(withAnyValues);
  expect(lines).toHaveLength(expected.length);
  expect(lines).toEqual(expect.arrayContaining(expected));
}

function withAnyValues(value: unknown): unknown {
  if (value === ANY_VALUE) return expect.anything();
  if (Array.isArray(value)) return value.map(withAnyValues);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withAnyValues(inner)]),
  );
}

const hasNeeds = ({ needs = 'true' }: RunMode): boolean => {
  try {
    execFileSync('bash', ['-c', needs], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The commands of the whole check, without comments and options of npm. */
const WHOLE_CHECK = readDocument('.ci/run')
  .replace(/(^|\s)#.*$/gm, '')
  .replaceAll(' --silent ', ' ');

/** A command without a run mode becomes a test that fails. */
function testCommand(text: string, output?: Output): void {
  let mode: RunMode = {};
  try {
    mode = runModeOf(text);
  } catch {
    // the test itself reports it
  }
  if (mode.isOfWholeCheck) {
    it(`finds ${text} in .ci/run`, () => {
      for (const part of text.split(' && '))
        expect(WHOLE_CHECK).toMatch(new RegExp(`\\b${part}(?=[\\s;]|$)`));
    });
  } else if (hasNeeds(mode)) {
    it(`runs ${text}`, () => runCommand(text, output), LONGEST_MS);
  } else {
    process.stdout.write(`SKIPPED ${text}: this machine lacks ${mode.needs}\n`);
    it.skip(`runs ${text}`, () => runCommand(text, output));
  }
}

/** Commands that an earlier page has, so that each is run once. */
const seen = new Set<string>();

describe.each(PAGES)('%s', (page) => {
  const markdown = readDocument(page);
  for (const { text, output } of commandsOf(markdown)) {
    if (output === undefined && seen.has(text)) continue;
    seen.add(text);
    testCommand(text, output);
  }
  for (const text of commandsInProse(markdown)) {
    if (seen.has(text)) continue;
    seen.add(text);
    testCommand(text);
  }
});

describe('the pages', () => {
  const exceptions = PAGES.flatMap((page) =>
    exceptionsOf(readDocument(page)).map((exception) => ({ page, ...exception })),
  );

  it('names the blocks that are not run', () => {
    process.stdout.write(`NOT RUN ${exceptions.length} blocks\n`);
    for (const { page, reason, text } of exceptions)
      process.stdout.write(`NOT RUN ${page}: ${text.split('\n')[0] ?? ''}: ${reason}\n`);
    expect(exceptions.every(({ text }) => text !== '')).toBe(true);
  });

  it(
    'has TypeScript that compiles, or that is part of an example',
    async () => {
      const texts = PAGES.flatMap((page) => blocksOf(readDocument(page)))
        .filter(({ language }) => language === 'ts')
        .map(({ text }) => text);
      const examples = readdirSync(join(ROOT, 'examples/vendor'))
        .map((file) => readFileSync(join(ROOT, 'examples/vendor', file), 'utf8'))
        .join('\n');
      const modules = texts.filter((text) => !examples.includes(text));
      expect(modules.every((text) => text.startsWith('import '))).toBe(true);
      const files = modules.map((text, index) => {
        const file = `document-${index}.mts`;
        writeFileSync(join(copy.folder, file), text);
        return file;
      });
      const compilerOptions = { paths: { 'chat-metadata-client': ['./src/client/index.ts'] } };
      const settings = { extends: './tsconfig.json', compilerOptions, include: [], files };
      writeFileSync(join(copy.folder, 'tsconfig.documents.json'), JSON.stringify(settings));
      const { code, out } = await copy.run('npx tsc --noEmit -p tsconfig.documents.json', {});
      expect([code, out]).toEqual([0, '']);
    },
    LONGEST_MS,
  );

  it('leaves the copy as it was', async () => {
    for (const folder of ['openapi', 'src/client/generated', 'bench']) {
      const command = `diff -rq --exclude=results.json ${folder} "$ROOT"/${folder}`;
      expect(await copy.run(command, { ROOT })).toMatchObject({ code: 0 });
    }
  });
});
