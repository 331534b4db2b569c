import { GatewayError, type FieldError } from '../../core/gateway-error';
import { isRecord } from '../../core/json';
import { validateShape } from '../../validation';
import { refuseFaults } from '../http/problems/invalid-request';
import { BatchOperation } from './batch-requests';
import { faultsOf } from './faults-of';
import type { Given } from './given';

/** Reads the operations of one batch in their order: each id is there once. */
export class OperationReader {
  private readonly ids = new Set<string>();
  private place = 0;

  /** Operations that were read. */
  get count(): number {
    return this.place;
  }

  /**
   * What is wrong with an operation is said of it alone, with pointers into it.
   * @param parse gives the operation as parsed JSON @throws GatewayError
   */
  read(parse: () => unknown): Given {
    this.place += 1;
    let name: Given['name'] = { line: this.place };
    try {
      const plain = parse();
      const id = this.idOf(plain);
      name = { id };
      return { name, body: operationOf(plain) };
    } catch (fault) {
      if (fault instanceof GatewayError) return { name, fault };
      throw fault;
    }
  }

  /** @throws GatewayError invalid-request where answers could not go by it */
  private idOf(plain: unknown): string {
    if (!isRecord(plain)) return refused('', 'must be an object');
    const { id } = plain;
    if (typeof id !== 'string' || id === '')
      return refused('/id', 'must be a string of at least 1 character');
    if (this.ids.has(id)) return refused('/id', 'is there already');
    this.ids.add(id);
    return id;
  }
}

/** @throws GatewayError invalid-request */
function operationOf(plain: unknown): BatchOperation {
  const checked = validateShape(BatchOperation, plain);
  if ('faults' in checked) return refuse(checked.faults);
  refuseFaults(faultsOf(checked.value));
  return checked.value;
}

const refused = (pointer: string, reason: string): never => refuse([{ pointer, reason }]);

function refuse(faults: readonly FieldError[]): never {
  refuseFaults(faults);
  throw new RangeError('There is nothing to refuse.');
}
