import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** From package.json, which is one folder above both `src` and `dist`. */
const PACKAGE = join(__dirname, '..', '..', '..', 'package.json');

export const { version: VERSION } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as {
  readonly version: string;
};
