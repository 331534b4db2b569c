import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireRedisServer } from '../../support/redis/redis-server';
import { REPORT_FILE_VARIABLE } from './report-row';

/** Jest's global set-up of the chaos suite: checks for Redis and creates the report file. */
export default function setUp(): void {
  requireRedisServer();
  process.env[REPORT_FILE_VARIABLE] = join(
    mkdtempSync(join(tmpdir(), 'gateway-chaos-report-')),
    'rows',
  );
}
