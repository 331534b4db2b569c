import { parseArgs } from 'node:util';

import { startSandbox } from './kit/server/start-sandbox';
import { CREDENTIAL_FLAGS, SANDBOX_VENDORS } from './vendors';

const NAMES = Object.keys(SANDBOX_VENDORS);
const USAGE = `npm run sandbox -- --vendor ${NAMES.join('|')} --port 7101
  --host        address to listen on (127.0.0.1)
  --plan        the vendor's price plan, if it has plans
The credentials of the sandbox; by default those that its README names:
${CREDENTIAL_FLAGS.map(([vendor, flags]) => `  --${flags.join(', --')}   ${vendor}`).join('\n')}`;

const text = { type: 'string' } as const;
const FLAGS = {
  vendor: text,
  port: text,
  host: { ...text, default: '127.0.0.1' },
  plan: text,
  help: { type: 'boolean' },
  ...Object.fromEntries(CREDENTIAL_FLAGS.flatMap(([, flags]) => flags.map((flag) => [flag, text]))),
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: FLAGS });
  const { help, vendor: name = '', port = '0', host, plan, ...credentials } = values;
  if (help === true) {
    console.log(USAGE);
    return;
  }
  const create = Object.hasOwn(SANDBOX_VENDORS, name) ? SANDBOX_VENDORS[name] : undefined;
  if (create === undefined) throw new Error(`--vendor must be one of ${NAMES.join(', ')}.`);
  if (!/^\d{1,5}$/.test(port)) throw new Error('--port must be a port number.');
  const settings = plan === undefined ? {} : { plan };
  const vendor = create(credentials);
  const sandbox = await startSandbox({ vendor, host, port: Number(port), settings });
  console.log(`The ${name} sandbox answers on ${sandbox.url}`);
  console.log(`  control: GET ${sandbox.url}/_sandbox/state | arrivals | settings | faults`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  const isOfSystem = error instanceof Error && 'syscall' in error; // such as a port that is in use
  if (!isOfSystem) console.error(USAGE);
  process.exitCode = 1;
});
