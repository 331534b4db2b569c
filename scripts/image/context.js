const { cpSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Returns a predicate for the files of the build context. As in .dockerignore, the last pattern that matches a
 * path or one of its parent folders decides.
 */
function contextFilter(root) {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      isIncluded: line.startsWith('!'),
      pattern: toRegExp(line.replace(/^!/, '')),
    }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.isIncluded ?? true;
}

const toRegExp = (pattern) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$()|[\]{}]/g, '\\$&')
      .replace(/\*\*\//g, '<any folders>')
      .replace(/\*/g, '[^/]*')
      .replaceAll('<any folders>', '(.*/)?')}(/.*)?$`,
  );

/** Copies files and folders of the build context, as COPY does. @throws Error for a name that .dockerignore excludes */
function copyContext(root, names, target) {
  const isIncluded = contextFilter(root);
  for (const name of names) {
    if (!isIncluded(name)) throw new Error(`.dockerignore excludes ${name}`);
    const to = target.endsWith('/') ? join(target, name) : target;
    cpSync(join(root, name), to, {
      recursive: true,
      filter: (source) => isIncluded(source.slice(root.length + 1)),
    });
  }
}

module.exports = { contextFilter, copyContext };
