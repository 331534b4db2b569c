import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../api/http/logging/logger';
import { embedSandboxes } from '../app/embedded-sandboxes';
import { createApp } from '../app/server';
import { createServices } from '../app/services';
import { loadConfig } from '../config';
import { PROVIDERS } from '../providers/registry';

const FILE = join(__dirname, '..', '..', 'openapi', 'gateway.json');

/** Writes the OpenAPI document. With `--check`, compares the committed one and fails if it differs. */
async function main(): Promise<void> {
  const text = `${JSON.stringify(await buildDocument(), null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(FILE, text);
  else if (readFileSync(FILE, 'utf8') !== text) {
    console.error('openapi/gateway.json differs from the code: run `npm run openapi`.');
    process.exitCode = 1;
  }
}

/** The document of a gateway without a configuration, so that its examples name the sandboxes. */
async function buildDocument(): Promise<object> {
  const sandboxes = await embedSandboxes();
  const settings = loadConfig({
    env: {},
    providers: PROVIDERS,
    sandboxConnections: sandboxes.connections,
  });
  const logger = createLogger('silent');
  const { app, describe } = await createApp(logger, createServices(settings, logger));
  const document = describe();
  await app.close();
  await sandboxes.close();
  return document;
}

void main();
