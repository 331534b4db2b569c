/**
 * Builds dist unless nothing has changed since the last build by this script: a start or a check of a configuration
 * should not wait for a build. A build that failed counts as none.
 */
const { execSync } = require('node:child_process');
const { readdirSync, statSync, utimesSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const STAMP = join(ROOT, 'dist/.built');
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

if (isStale()) {
  const begun = new Date();
  execSync('npm run build --silent', { cwd: ROOT, stdio: 'inherit' });
  writeFileSync(STAMP, '');
  utimesSync(STAMP, begun, begun); // a file that changed meanwhile is newer
}
