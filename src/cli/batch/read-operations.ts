import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import type { BatchOperation } from '../../client';

/** The operations of a batch file, each with an id of its own. */
export interface BatchFile {
  readonly operations: readonly BatchOperation[];
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string;
}

/**
 * Reads `{"operations":[…]}`, a list, or an operation on each line. One without an id is called by its
 * place, from 1 on.
 * @throws InvalidArgumentError
 */
export function readOperations(text: string): BatchFile {
  const operations = operationsOf(text).map(named);
  const seen = new Set<string>();
  for (const { id } of operations) {
    if (seen.has(id)) throw new InvalidArgumentError(`the id ${JSON.stringify(id)} is there twice`);
    seen.add(id);
  }
  if (operations.length === 0) throw new InvalidArgumentError('there are no operations');
  return { operations, hash: createHash('sha256').update(text).digest('hex') };
}

function operationsOf(text: string): unknown[] {
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole;
  if (isObject(whole) && Array.isArray(whole.operations)) return whole.operations as unknown[];
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const operation = parsed(line);
    if (operation === undefined) throw new InvalidArgumentError(`line ${index + 1} is not JSON`);
    return [operation];
  });
}

function named(operation: unknown, index: number): BatchOperation {
  if (!isObject(operation))
    throw new InvalidArgumentError(`operation ${index + 1} is not an object`);
  return { id: String(index + 1), ...operation } as BatchOperation;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
