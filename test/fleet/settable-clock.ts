import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, type Build } from './build';

/** The key of the seconds by which a settable clock differs from the server's. */
export const CLOCK_OFFSET_KEY = 'test:clock-offset';

const SERVER_CLOCK = "redis.call('TIME')";
const SETTABLE_CLOCK = `(function()
  local time = ${SERVER_CLOCK}
  return { time[1] + (redis.call('GET', '${CLOCK_OFFSET_KEY}') or 0), time[2] }
end)()`;

/**
 * A copy whose scripts read a clock that a test can set.
 * @throws Error if no script reads the clock
 */
export function withSettableClock(build: Build): Build {
  const copy = copyOf(build);
  const reading = readdirSync(join(copy.folder, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.lua'))
    .map((file) => join(copy.folder, 'src', file))
    .filter((path) => readFileSync(path, 'utf8').includes(SERVER_CLOCK));
  if (reading.length === 0) throw new Error('No script reads the clock of Redis.');
  for (const path of reading)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(SERVER_CLOCK, SETTABLE_CLOCK));
  return copy;
}
