import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { BatchOperation } from '../../../client';

/** The operations of a batch file; their ids are unique. */
export interface BatchFile {
  readonly operations: readonly BatchOperation[];
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

/**
 * Parses `{"operations":[…]}`, an array of operations, or one operation a line. The id of an operation
 * without one is its number, counted from 1. The gateway checks everything else.
 * @throws InvalidArgumentError for text that is not JSON, a duplicate id or an empty batch
 */
export function readOperations(text: string): BatchFile {
  const operations = parseOperations(text).map(addId);
  const ids = new Set<string>();
  for (const { id } of operations) {
    if (ids.has(id)) throw new InvalidArgumentError(`the id ${JSON.stringify(id)} is not unique`);
    ids.add(id);
  }
  if (operations.length === 0) throw new InvalidArgumentError('the file has no operations');
  return { operations, hash: createHash('sha256').update(text).digest('hex') };
}

function parseOperations(text: string): unknown[] {
  const document = parseJson(text);
  if (Array.isArray(document)) return document;
  if (isObject(document) && Array.isArray(document.operations))
    return document.operations as unknown[];
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const operation = parseJson(line);
    if (operation === undefined) throw new InvalidArgumentError(`line ${index + 1} is not JSON`);
    return [operation];
  });
}

function addId(operation: unknown, index: number): BatchOperation {
  if (!isObject(operation))
    throw new InvalidArgumentError(`operation ${index + 1} is not an object`);
  return { id: String(index + 1), ...operation } as BatchOperation;
}

/** @returns undefined for text that is not JSON */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
