import { run } from './run';
import { Terminal } from './terminal';

/** The command-line tool, on this process. */
const interrupt = new AbortController();
process.once('SIGINT', () => {
  interrupt.abort(); // the second one ends the process at once
});
// whoever reads has had enough, such as `head`
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
