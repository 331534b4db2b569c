import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../support/documents/documents';

/** Notes each build, takes a while with a file `slow`, and fails while there is a file `fault`. */
const BUILD =
  'mkdir -p dist && echo built >> dist/builds && if test -e slow; then sleep 0.3; fi && test ! -e fault';

const SETTINGS = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
const SOURCES = ['src/main.ts', 'src/core/entry.ts', 'src/core/quota.lua'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-'));
  for (const made of ['scripts', 'src/core']) mkdirSync(join(folder, made), { recursive: true });
  cpSync(join(ROOT, 'scripts/build-if-stale.js'), join(folder, 'scripts/build-if-stale.js'));
  for (const file of [...SETTINGS, ...SOURCES]) writeFileSync(join(folder, file), '{}');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { build: BUILD } }));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const run = () =>
  execFileSync('node', ['scripts/build-if-stale.js'], {
    cwd: folder,
    stdio: 'pipe',
    timeout: 20_000,
  });
const builds = () => readFileSync(join(folder, 'dist/builds'), 'utf8').split('\n').length - 1;

it('builds once while nothing changes', () => {
  run();
  run();
  expect(builds()).toBe(1);
});

it('builds again after a change of each setting and source', () => {
  run();
  const built = [...SETTINGS, ...SOURCES].map((file) => {
    writeFileSync(join(folder, file), '[]');
    run();
    return builds();
  });
  expect(built).toEqual([2, 3, 4, 5, 6, 7, 8]);
});

it('builds again when a source was removed', () => {
  run();
  rmSync(join(folder, 'src/core/entry.ts'));
  run();
  expect(builds()).toBe(2);
});

it('builds again after a build that failed', () => {
  writeFileSync(join(folder, 'fault'), '');
  expect(run).toThrow('Command failed');
  rmSync(join(folder, 'fault'));
  run();
  run();
  expect(builds()).toBe(2);
});

it('builds once for several processes that start together', async () => {
  writeFileSync(join(folder, 'slow'), '');
  const start = () => promisify(execFile)('node', ['scripts/build-if-stale.js'], { cwd: folder });
  await Promise.all([start(), start(), start()]);
  expect(builds()).toBe(1);
});

it('builds after a process that was killed while it built', () => {
  mkdirSync(join(folder, 'dist'));
  const { pid } = spawnSync('true');
  writeFileSync(join(folder, 'dist/.building'), String(pid));
  run();
  expect(builds()).toBe(1);
});

it('builds after a killed process whose id another has now', () => {
  mkdirSync(join(folder, 'dist'));
  const lock = join(folder, 'dist/.building');
  writeFileSync(lock, String(process.pid));
  const threeMinutesAgo = new Date(Date.now() - 180_000);
  utimesSync(lock, threeMinutesAgo, threeMinutesAgo);
  run();
  expect(builds()).toBe(1);
});
