import type { FieldError } from '../../core/gateway-error';
import { validateShape } from '../../validation';
import { refuseFaults } from '../http/problems/invalid-request';
import { Batch } from './batch-requests';
import type { Given } from './given';
import { OperationReader } from './operation-reader';

/**
 * The operations of a JSON body, each judged for itself.
 * @throws GatewayError invalid-request where the body is no list of 1 to 10,000 operations with an id of
 *   their own: then no answer could be told from another
 */
export function fromJson(body: unknown): Given[] {
  const checked = validateShape(Batch, body);
  if ('faults' in checked) refuseFaults(checked.faults);
  const { operations } = body as Batch;
  const reader = new OperationReader();
  const givens = operations.map((plain) => reader.read(() => plain));
  refuseFaults(givens.flatMap(namelessness));
  return givens;
}

function namelessness(given: Given, index: number): FieldError[] {
  if (!('fault' in given) || 'id' in given.name) return [];
  const { errors = [] } = given.fault.details;
  return errors.map(({ pointer, reason }) => ({
    pointer: `/operations/${index}${pointer}`,
    reason,
  }));
}
