/**
 * The README is true: every command in it is run, in a fresh copy and against gateways that it starts
 * itself, and answers what the README says. Ports are exchanged for free ones.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandsInProse, commandsOf, linkedFiles } from './blocks';
import { FreshCopy, freePort } from './copy';
import { wayOf, wayOfProse } from './ways';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const README = read('README.md');
const CI = read('.ci/run');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const PORTS = [3000, 7101, 7102];
const LONG_MS = 600_000;

let copy: FreshCopy;
const ports = new Map<number, number>();
beforeAll(async () => {
  copy = new FreshCopy();
  for (const port of PORTS) ports.set(port, await freePort());
}, LONG_MS);
afterAll(() => copy.close(), LONG_MS);

/** What the README writes with the ports of this run. */
const here = (text: string): string =>
  text.replace(/(?<=127\.0\.0\.1:|--port )\d+/g, (port) => String(ports.get(Number(port)) ?? port));

const env = (): NodeJS.ProcessEnv => ({
  PORT: String(ports.get(3000)),
  CHAT_METADATA_URL: here('http://127.0.0.1:3000'),
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
});

async function follow(text: string, answer?: unknown): Promise<void> {
  const way = wayOf(text);
  if (way.kind === 'elsewhere') {
    expect(CI).toContain(way.inCi);
  } else if (way.kind === 'serves') {
    const url = here(`http://127.0.0.1:${way.port}`);
    const said = await copy.serve(here(text), env(), `${url}${way.path}`);
    const [curl] = /^curl (?:.*\\\n)*.*/m.exec(said) ?? [];
    if (curl !== undefined) expect((await copy.run(`${curl} --fail`, env())).code).toBe(0);
    expect(said.includes('curl ')).toBe(way.port === 3000); // what it says can be pasted
  } else {
    const { code, out, err } = await copy.run(here(text), env());
    expect([code, code === 0 ? '' : err]).toEqual([0, '']);
    if (answer !== undefined) expect(JSON.parse(out)).toEqual(answer);
  }
}

describe('the README', () => {
  it.each(commandsOf(README).map(({ text, answer }) => [text, answer] as const))(
    'is right about %s',
    follow,
    LONG_MS,
  );

  it.each(commandsInProse(README))(
    'names what there is: %s',
    async (text) => {
      const [, script] = /^npm run (\S+)/.exec(text) ?? [];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      if (wayOfProse(text) !== undefined) await follow(text);
    },
    LONG_MS,
  );

  it.each(linkedFiles(README))('links to what there is: %s', (file) => {
    expect(existsSync(join(copy.folder, file))).toBe(true);
  });

  it('leaves the copy as it was', async () => {
    for (const folder of ['openapi', 'src/client/generated'])
      expect(await copy.run(`diff -rq ${folder} "$ROOT"/${folder}`, { ROOT })).toMatchObject({
        code: 0,
      });
  });
});
