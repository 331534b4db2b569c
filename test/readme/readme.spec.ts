/**
 * The README is true: every command in it is run, in a fresh copy and against gateways that it starts
 * itself, and answers what the README says. Ports are exchanged for free ones; what takes long is run in
 * a short form; what a machine lacks is named as SKIPPED.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, commandsInProse, commandsOf, linkedFiles } from './blocks';
import { FreshCopy, freePort } from './copy';
import { PORTS, wayOf, type Way } from './ways';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const LONG_MS = 600_000;

let copy: FreshCopy;
const ports = new Map<number, number>();
beforeAll(async () => {
  copy = new FreshCopy();
  writeFileSync(join(copy.folder, 'gateway.yaml'), blocksOf(README, 'yaml').join('\n'));
  for (const port of Object.values(PORTS)) ports.set(port, await freePort());
}, LONG_MS);
afterAll(() => copy.close(), LONG_MS);

/** What the README writes with the ports of this run. */
const here = (text: string): string =>
  text.replace(/(?<=127\.0\.0\.1:|--port )\d+/g, (port) => String(ports.get(Number(port)) ?? port));

const envOf = ({ serves, env }: Way): NodeJS.ProcessEnv => ({
  HOST: '127.0.0.1',
  PORT: String(ports.get(serves?.port ?? PORTS.gateway)),
  CHAT_METADATA_URL: here(`http://127.0.0.1:${PORTS.gateway}`),
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  ...env,
});

async function follow(text: string, answer?: unknown): Promise<void> {
  const way = wayOf(text);
  const env = envOf(way);
  const command = `${here(text)}${way.more ?? ''}`;
  if (way.serves !== undefined) {
    const { port, path, pastes = false } = way.serves;
    const said = await copy.serve(command, env, here(`http://127.0.0.1:${port}${path}`));
    const [curl] = /^curl (?:.*\\\n)*.*/m.exec(said) ?? [];
    if (curl !== undefined) expect((await copy.run(`${curl} --fail`, env)).code).toBe(0);
    expect(curl !== undefined).toBe(pastes);
  } else {
    const { code, out, err } = await copy.run(command, env);
    expect([code, code === 0 ? '' : `${out}\n${err}`]).toEqual([0, '']);
    if (answer !== undefined) expect(JSON.parse(out)).toEqual(answer);
  }
}

const has = ({ needs = 'true' }: Way): boolean => {
  try {
    execFileSync('bash', ['-c', needs], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** A command without a way is a test that fails. */
function testOf(text: string, answer?: unknown): void {
  let way: Way = {};
  try {
    way = wayOf(text);
  } catch {
    // `follow` says it
  }
  if (has(way)) {
    it(`is right about ${text}`, () => follow(text, answer), LONG_MS);
  } else {
    process.stdout.write(`SKIPPED ${text}: not here: ${way.needs}\n`);
    it.skip(`is right about ${text}`, () => follow(text, answer));
  }
}

describe('the README', () => {
  const inBlocks = commandsOf(README);
  for (const { text, answer } of inBlocks) testOf(text, answer);

  const texts = new Set(inBlocks.map(({ text }) => text));
  for (const text of commandsInProse(README)) if (!texts.has(text)) testOf(text);

  it('shows of the example vendor what is there', () => {
    const plan = readFileSync(join(copy.folder, 'examples/vendor/attributes.ts'), 'utf8');
    expect(plan).toContain(blocksOf(README, 'ts').at(-1));
  });

  it.each(linkedFiles(README))('links to what there is: %s', (file) => {
    expect(existsSync(join(copy.folder, file))).toBe(true);
  });

  it('leaves the copy as it was', async () => {
    for (const folder of ['openapi', 'src/client/generated', 'bench'])
      expect(
        await copy.run(`diff -rq --exclude=results.json ${folder} "$ROOT"/${folder}`, { ROOT }),
      ).toMatchObject({
        code: 0,
      });
  });
});
