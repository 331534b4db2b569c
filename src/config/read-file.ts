import { readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';

/** @returns the UTF-8 text of a file @throws the system's error, with its `code` */
export type ReadFile = (path: string) => string;

export const readTextFile: ReadFile = (path) => readFileSync(path, 'utf8');

/** The code of a system error, such as `ENOENT`; its message would repeat the path. */
export const failureCode = (error: unknown): string =>
  isNativeError(error) && 'code' in error ? String(error.code) : 'unreadable';
