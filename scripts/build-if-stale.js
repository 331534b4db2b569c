/** Builds dist unless it is newer than every source file: a check of a configuration should not wait for a build. */
const { execSync } = require('node:child_process');
const { readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const newest = (folder) =>
  Math.max(
    ...readdirSync(join(ROOT, folder), { recursive: true }).map(
      (file) => statSync(join(ROOT, folder, file)).mtimeMs,
    ),
  );

function isStale() {
  try {
    const builtMs = statSync(join(ROOT, 'dist/bin/config-check.js')).mtimeMs;
    const sourceMs = Math.max(newest('src'), statSync(join(ROOT, 'package-lock.json')).mtimeMs);
    return builtMs < sourceMs;
  } catch {
    return true; // never built
  }
}

if (isStale()) execSync('npm run build --silent', { cwd: ROOT, stdio: 'inherit' });
