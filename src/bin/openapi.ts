import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../api/http/logging/logger';
import { buildParts } from '../app/app.module';
import { loadConfig } from '../config';
import { PROVIDERS } from '../providers/registry';
import { embedSandboxes } from '../app/embedded-sandboxes';
import { createApp } from '../app/server';

const FILE = join(__dirname, '..', '..', 'openapi', 'gateway.json');

/** Writes the API document, or with `--check` fails where the committed one differs. */
async function main(): Promise<void> {
  const sandboxes = await embedSandboxes();
  const settings = loadConfig({
    env: {},
    providers: PROVIDERS,
    sandboxConnections: sandboxes.connections,
  });
  const { app, describe } = await createApp(createLogger('silent'), buildParts(settings));
  const document = describe();
  await app.close();
  await sandboxes.close();
  const text = `${JSON.stringify(document, null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error('openapi/gateway.json is not what the code says: run `npm run openapi`.');
    process.exitCode = 1;
  }
}

void main();
