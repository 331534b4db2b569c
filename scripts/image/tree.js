const {
  chmodSync,
  existsSync,
  lchownSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
} = require('node:fs');
const { join } = require('node:path');

const entriesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  );

const SOURCE = join(__dirname, '..', '..');

/** Removes all write permissions in a folder; root also becomes its owner. */
function makeReadOnly(folder) {
  for (const path of [folder, ...entriesOf(folder)]) {
    const stat = lstatSync(path);
    if (process.getuid() === 0) lchownSync(path, 0, 0);
    if (!stat.isSymbolicLink())
      chmodSync(path, (stat.mode & 0o555) | 0o444 | (stat.isDirectory() ? 0o111 : 0));
  }
}

/** Deletes a folder, even a read-only one. */
function remove(folder) {
  for (const path of [folder, ...entriesOf(folder)])
    if (lstatSync(path).isDirectory()) chmodSync(path, 0o755);
  rmSync(folder, { recursive: true });
}

/** Number and size of the files, and a text that changes with any of them. */
function describe(folder) {
  const stats = entriesOf(folder).map((path) => [path, lstatSync(path)]);
  const files = stats.filter(([, stat]) => stat.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, [, { size }]) => sum + size, 0),
    text: stats.map(([path, { size, mtimeMs }]) => `${path} ${size} ${mtimeMs}`).join('\n'),
  };
}

/** Installed packages that the lockfile marks as for development only. */
function devDependenciesIn(app) {
  const lock = JSON.parse(readFileSync(join(SOURCE, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([folder, { dev }]) => dev && existsSync(join(app, folder)))
    .map(([folder]) => folder);
}

module.exports = { describe, devDependenciesIn, makeReadOnly, remove };
