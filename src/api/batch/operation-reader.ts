import { GatewayError, type FieldError } from '../../core/gateway-error';
import { isRecord } from '../../core/json';
import { validateShape } from '../../validation';
import { refuseFaults } from '../http/problems/invalid-request';
import { BatchOperation, type BatchVerb } from './batch-requests';
import type { OperationReference, RejectedOperation } from './job';

/** An operation as the body has it, or the reason why it is rejected. */
export type ParsedOperation =
  { readonly reference: OperationReference; readonly body: BatchOperation } | RejectedOperation;

/** Reads the operations of one batch in their order and checks that their ids are unique. */
export class OperationReader {
  private readonly ids = new Set<string>();
  private position = 0;

  /** The number of operations read so far, rejected ones included. */
  get count(): number {
    return this.position;
  }

  /**
   * Reads the next operation. Pointers in its error point into the operation.
   * @param parse returns the operation as parsed JSON; a GatewayError that it throws rejects the operation
   */
  read(parse: () => unknown): ParsedOperation {
    this.position += 1;
    let reference: OperationReference = { line: this.position };
    try {
      const plain = parse();
      reference = { id: this.readId(plain) };
      return { reference, body: parseOperation(plain) };
    } catch (error) {
      if (error instanceof GatewayError) return { reference, error };
      throw error;
    }
  }

  /** @throws GatewayError invalid-request for an id that cannot identify a line of the reply */
  private readId(plain: unknown): string {
    if (!isRecord(plain)) return refuse([{ pointer: '', reason: 'must be an object' }]);
    const { id } = plain;
    if (typeof id !== 'string' || id === '')
      return refuse([{ pointer: '/id', reason: 'must be a string of at least 1 character' }]);
    if (this.ids.has(id))
      return refuse([{ pointer: '/id', reason: 'is used by an earlier operation' }]);
    this.ids.add(id);
    return id;
  }
}

/** @throws GatewayError invalid-request */
function parseOperation(plain: unknown): BatchOperation {
  const checked = validateShape(BatchOperation, plain);
  if ('faults' in checked) return refuse(checked.faults);
  refuseFaults([...checkParameters(checked.value), ...checkIds(checked.value)]);
  return checked.value;
}

type Parameter = 'messageId' | 'entries' | 'counters' | 'keys' | 'upsert' | 'options';

interface VerbRules {
  readonly required: readonly Parameter[];
  readonly optional: readonly Parameter[];
}

const PARAMETERS = ['messageId', 'entries', 'counters', 'keys', 'upsert', 'options'] as const;

const RULES: Readonly<Record<BatchVerb, VerbRules>> = {
  get: { required: [], optional: ['messageId', 'keys'] },
  set: { required: ['entries'], optional: ['messageId', 'upsert', 'options'] },
  delete: { required: ['keys'], optional: ['messageId', 'options'] },
  'add-values': { required: ['messageId', 'entries'], optional: ['options'] },
  'remove-values': { required: ['messageId', 'entries'], optional: ['options'] },
  count: { required: ['counters'], optional: ['upsert', 'options'] },
};

/** Checks that an operation has the parameters of its verb, and no others. */
function checkParameters(operation: BatchOperation): FieldError[] {
  const { required, optional } = RULES[operation.verb];
  return PARAMETERS.flatMap((name) => {
    const isGiven = operation[name] !== undefined;
    if (required.includes(name))
      return isGiven ? [] : [{ pointer: `/${name}`, reason: 'is required' }];
    return isGiven && !optional.includes(name)
      ? [{ pointer: `/${name}`, reason: `is not allowed with ${operation.verb}` }]
      : [];
  });
}

/** Rejects ids that a URL cannot carry, as in the path of a single call. */
function checkIds(operation: BatchOperation): FieldError[] {
  return (['channelId', 'messageId'] as const)
    .filter((name) => operation[name] === '.' || operation[name] === '..')
    .map((name) => ({ pointer: `/${name}`, reason: 'must not be "." or ".."' }));
}

function refuse(faults: readonly FieldError[]): never {
  refuseFaults(faults);
  throw new RangeError('The list of faults is empty.');
}
