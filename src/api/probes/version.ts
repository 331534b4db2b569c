import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** package.json is next to both `src` and `dist`. */
const PACKAGE = join(__dirname, '..', '..', '..', 'package.json');

export const { version: VERSION } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
  readonly version: string;
};
