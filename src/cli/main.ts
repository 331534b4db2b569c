#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run';
import { Terminal } from './terminal';

/** The command-line tool as a process. In a checkout and in the package, this file is two folders down. */
const PACKAGE = join(__dirname, '..', '..', 'package.json');
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { readonly version: string };

const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort(); // a second Ctrl-C ends the process at once
});
// a reader such as `head` has closed the pipe
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
void run(process.argv.slice(2), {
  env: process.env,
  terminal: new Terminal(process.stdout, process.stderr),
  signal: interrupt.signal,
  version,
}).then((code) => {
  process.exitCode = code;
});
