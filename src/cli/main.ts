import { run } from './run';
import { Terminal } from './terminal';

/** The command-line tool as a process. */
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
}).then((code) => {
  process.exitCode = code;
});
