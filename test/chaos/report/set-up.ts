import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireRedisServer } from '../../support/redis/redis-server';
import { FILE } from './row';

/** Jest's global set-up of the chaos suite. */
export default function start(): void {
  requireRedisServer();
  process.env[FILE] = join(mkdtempSync(join(tmpdir(), 'gateway-chaos-report-')), 'rows');
}
