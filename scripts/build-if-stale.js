/**
 * Builds dist unless nothing has changed since the last build by this script: a start or a check of a configuration
 * should not wait for a build. A build that failed counts as none. Of several processes that start together one builds,
 * and the others wait: none may load a file that is being written.
 */
const { execSync } = require('node:child_process');
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'dist/.built');
/** Has the id of the process that builds. */
const LOCK = join(ROOT, 'dist/.building');
const LONGEST_BUILD_MS = 120_000;
const POLL_MS = 50;
const SETTINGS = ['package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Folders are included, because a removed file changes only the time of its folder. */
const sources = () => [
  'src',
  ...readdirSync(join(ROOT, 'src'), { recursive: true }).map((file) => join('src', file)),
];
const changedMs = (file) => statSync(join(ROOT, file)).mtimeMs;

function isStale() {
  try {
    const builtMs = statSync(STAMP).mtimeMs;
    return [...SETTINGS, ...sources()].some((file) => changedMs(file) >= builtMs);
  } catch {
    return true; // never built
  }
}

/** @returns false while another process builds */
function lock() {
  try {
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isHeld()) rmSync(LOCK, { force: true }); // its process was killed
    return false;
  }
}

function isHeld() {
  try {
    // its process was killed, and another may have its id by now
    if (Date.now() > statSync(LOCK).mtimeMs + LONGEST_BUILD_MS) return false;
    const pid = Number(readFileSync(LOCK, 'utf8'));
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // a process of another user
  }
}

function build() {
  const begun = new Date();
  execSync('npm run build --silent', { cwd: ROOT, stdio: 'inherit' });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, begun, begun); // a file that changed meanwhile is newer
}

if (isStale()) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  while (!lock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
  try {
    if (isStale()) build();
  } finally {
    rmSync(LOCK, { force: true });
  }
}
