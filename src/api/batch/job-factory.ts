import { Inject, Injectable } from '@nestjs/common';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import { isReadOperation, type OperationName } from '../../core/operation';
import type { GatewayRegistry } from '../../gateway';
import { auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';
import { OperationFactory, targetOf, type Payload } from '../metadata/operation-factory';
import { parseEntries } from '../metadata/parameters';
import type { BatchOperation } from './batch-requests';
import type { Job, RejectedOperation } from './job';
import type { ParsedOperation } from './operation-reader';

/** Creates jobs from the operations of a batch. */
@Injectable()
export class JobFactory {
  constructor(
    private readonly operations: OperationFactory,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
  ) {}

  /** Rejects an operation with the error that a single call would get before its first vendor call. */
  create(request: ApiRequest, parsed: ParsedOperation): Job | RejectedOperation {
    if ('error' in parsed) return parsed;
    const { reference, body } = parsed;
    const { id, connection, messageId, subchannelId, verb } = body;
    const name = `${messageId === undefined ? 'channel' : 'message'}.${verb}` as const;
    const target = targetOf(body, subchannelId);
    const audit = this.auditorOf(request, name, target, body);
    try {
      const operation = this.operations.create(request, name, target, payloadOf(body));
      const { gateway } = this.gateways.get(connection);
      gateway.check(operation);
      return { id, operation, gateway, audit };
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      audit({ outcome: error });
      return { reference, error };
    }
  }

  private auditorOf(
    request: ApiRequest,
    name: OperationName,
    target: Target,
    { actorId, entries, keys }: BatchOperation,
  ): Job['audit'] {
    if (isReadOperation(name)) return () => undefined;
    const mutation = this.operations.describeMutation(request, name, target, {
      actorId,
      entries,
      keys,
    });
    return ({ outcome, isReplay }) => {
      if (outcome instanceof Error) auditFailure(request, mutation, outcome);
      else if (isReplay === true) auditReplay(request, mutation);
      else auditSuccess(request, mutation);
    };
  }
}

/** @throws GatewayError invalid-request for entries with faults */
const payloadOf = ({ actorId, options, entries, keys }: BatchOperation): Payload => ({
  ...(actorId !== undefined && { actorId }),
  options,
  ...(entries !== undefined && { entries: parseEntries(entries), isKeyInPath: false }),
  ...(keys !== undefined && { keys: [...new Set(keys)], keysPointer: '/keys' }),
});
