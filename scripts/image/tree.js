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

/** Nobody may write below the folder; as root also: it belongs to nobody but root. */
function close(folder) {
  for (const path of [folder, ...entriesOf(folder)]) {
    const stat = lstatSync(path);
    if (process.getuid() === 0) lchownSync(path, 0, 0);
    if (!stat.isSymbolicLink())
      chmodSync(path, (stat.mode & 0o555) | 0o444 | (stat.isDirectory() ? 0o111 : 0));
  }
}

/** Takes the folder away, closed or not. */
function remove(folder) {
  for (const path of [folder, ...entriesOf(folder)])
    if (lstatSync(path).isDirectory()) chmodSync(path, 0o755);
  rmSync(folder, { recursive: true });
}

/** Count, size and a text that changes with any file. */
function describe(folder) {
  const stats = entriesOf(folder).map((path) => [path, lstatSync(path)]);
  const files = stats.filter(([, stat]) => stat.isFile());
  return {
    files: files.length,
    bytes: files.reduce((sum, [, { size }]) => sum + size, 0),
    text: stats.map(([path, { size, mtimeMs }]) => `${path} ${size} ${mtimeMs}`).join('\n'),
  };
}

/** What the lockfile has for development alone, and is there all the same. */
function devDependenciesIn(app) {
  const lock = JSON.parse(readFileSync(join(SOURCE, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([folder, { dev }]) => dev && existsSync(join(app, folder)))
    .map(([folder]) => folder);
}

module.exports = { close, describe, devDependenciesIn, remove };
