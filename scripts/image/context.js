const { cpSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/** As in .dockerignore: the last pattern that fits a path or a folder above it decides. */
function contextOf(root) {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), fits: patternOf(line.replace(/^!/, '')) }));
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.keeps ?? true;
}

const patternOf = (pattern) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]{}]/g, '\\$&')
      .replace(/\*\*\//g, '<any folders>')
      .replace(/\*/g, '[^/]*')
      .replaceAll('<any folders>', '(.*/)?')}(/.*)?$`,
  );

/** COPY of files and folders of the context; what .dockerignore leaves out is not there. */
function copyContext(root, names, target) {
  const isKept = contextOf(root);
  for (const name of names) {
    if (!isKept(name)) throw new Error(`.dockerignore leaves ${name} out`);
    const to = target.endsWith('/') ? join(target, name) : target;
    cpSync(join(root, name), to, {
      recursive: true,
      filter: (source) => isKept(source.slice(root.length + 1)),
    });
  }
}

module.exports = { contextOf, copyContext };
