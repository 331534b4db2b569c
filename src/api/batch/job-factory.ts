import { Inject, Injectable } from '@nestjs/common';
import { GatewayError } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import { isReadOperation, type OperationName } from '../../core/operation';
import type { GatewayRegistry } from '../../gateway';
import { auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import type { ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';
import { OperationFactory, targetOf, type Payload } from '../metadata/operation-factory';
import { parseCounterChanges, parseEntries } from '../metadata/parameters';
import type { BatchOperation } from './batch-requests';
import type { Job, RejectedOperation } from './job';
import type { ParsedOperation } from './operation-reader';

/** The most ids of a batch's reads that the line of the request has: a log line must stay small. */
const MAX_READ_IDS = 1_000;

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
    const { id, connection, subchannelId } = body;
    const name = operationOf(body);
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
    { actorId, entries, keys, counters }: BatchOperation,
  ): Job['audit'] {
    if (isReadOperation(name))
      return ({ vendorRequestIds = [] }) => {
        const kept = (request.vendorRequestIds ??= []);
        kept.push(...vendorRequestIds.slice(0, MAX_READ_IDS - kept.length));
      };
    const described = this.operations.describeMutation(request, name, target, {
      actorId,
      entries,
      keys,
      changes: counters,
    });
    return ({ outcome, isReplay, vendorRequestIds }) => {
      const mutation = { ...described, ...(vendorRequestIds && { vendorRequestIds }) };
      if (outcome instanceof Error) auditFailure(request, mutation, outcome);
      else if (isReplay === true) auditReplay(request, mutation);
      else auditSuccess(request, mutation);
    };
  }
}

function operationOf({ verb, messageId }: BatchOperation): OperationName {
  if (verb === 'count') return 'counters.change';
  if (verb === 'add-values' || verb === 'remove-values') return `message.${verb}`;
  return `${messageId === undefined ? 'channel' : 'message'}.${verb}`;
}

/** @throws GatewayError invalid-request for entries or counters with faults */
function payloadOf({ actorId, options, ...operation }: BatchOperation): Payload {
  return { ...(actorId !== undefined && { actorId }), options, ...parametersOf(operation) };
}

type Parameters = Omit<BatchOperation, 'actorId' | 'options'>;

function parametersOf({ verb, entries = [], counters = [], keys, upsert }: Parameters) {
  switch (verb) {
    case 'set':
      return { entries: parseEntries(entries), isKeyInPath: false, upsert };
    case 'add-values':
      return { add: parseEntries(entries), remove: [], entriesAt: '/entries' as const };
    case 'remove-values':
      return { add: [], remove: parseEntries(entries), entriesAt: '/entries' as const };
    case 'count':
      return { changes: parseCounterChanges(counters), upsert };
    case 'get':
    case 'delete':
      return keys === undefined ? {} : { keys: [...new Set(keys)], keysPointer: '/keys' as const };
  }
}
