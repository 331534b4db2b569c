#!/usr/bin/env node
/** The command-line tool in a checkout. Builds the project first if it has not been built yet. */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const main = join(root, 'dist', 'cli', 'main.js');
if (!existsSync(main)) {
  const build = ['run', '--silent', 'build'];
  const { status } = spawnSync('npm', build, { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  if (status !== 0) process.exit(1);
}
require(main);
