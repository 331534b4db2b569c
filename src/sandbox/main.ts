import { parseArgs } from 'node:util';

import { startSandbox } from './kit/server/start-sandbox';
import { SANDBOX_VENDORS } from './vendors';

const NAMES = Object.keys(SANDBOX_VENDORS);
const USAGE = `npm run sandbox -- --vendor ${NAMES.join('|')} --port 7101
  --host        address to listen on (127.0.0.1)
  --plan        the vendor's price plan, if it has plans
  --app-key, --app-secret   Nexconn (sandbox-app-key, sandbox-app-secret)
  --app-id, --api-token     Sendbird (SANDBOX, sandbox-api-token)
  --api-key, --api-secret   Stream (key-sandbox, sandbox-api-secret)`;

const text = { type: 'string' } as const;
const FLAGS = {
  vendor: text,
  port: text,
  host: { ...text, default: '127.0.0.1' },
  plan: text,
  'app-key': text,
  'app-secret': text,
  'app-id': text,
  'api-token': text,
  'api-key': text,
  'api-secret': text,
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: FLAGS });
  const { vendor: name = '', port = '0', host, plan, ...credentials } = values;
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
  console.error(USAGE);
  process.exitCode = 1;
});
