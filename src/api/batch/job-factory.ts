import { Inject, Injectable } from '@nestjs/common';
import { GatewayError } from '../../core/gateway-error';
import {
  isReadOperation,
  type Operation,
  type OperationName,
  type Reply,
} from '../../core/operation';
import type { Gateway, GatewayRegistry } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import { auditFailure, auditReplay, auditSuccess } from '../audit/audit';
import { parseEntries } from '../metadata/parameters';
import { OperationFactory, type Place } from '../metadata/operation-factory';
import { GATEWAYS } from '../http/injection-tokens';
import type { BatchOperation } from './batch-requests';
import type { Given, Name } from './given';

/** An operation that nothing speaks against. */
export interface Job {
  readonly id: string;
  readonly operation: Operation;
  readonly gateway: Gateway;
  readonly audit: Audit;
}

/** How an operation ended. */
export interface Answered {
  readonly answer: Reply | Error;
  /** An earlier try had done it. */
  readonly isReplay?: true;
}

/** Notes how an operation ended. */
type Audit = (answered: Answered) => void;

export interface Refusal {
  readonly name: Name;
  readonly fault: GatewayError;
}

/** From what a batch says to what the gateway carries out. */
@Injectable()
export class JobFactory {
  constructor(
    private readonly operations: OperationFactory,
    @Inject(GATEWAYS) private readonly gateways: GatewayRegistry,
  ) {}

  /** What a call of its own would be refused with is the answer of the operation. */
  create(request: ApiRequest, given: Given): Job | Refusal {
    if ('fault' in given) return given;
    const { name, body } = given;
    const { messageId, subchannelId, verb } = body;
    const operationName = `${messageId === undefined ? 'channel' : 'message'}.${verb}` as const;
    const where = { place: body, subchannelId };
    const audit = this.auditOf(request, operationName, where, body);
    try {
      const operation = this.operations.create(request, operationName, where, saidIn(body));
      const { gateway } = this.gateways.get(body.connection);
      gateway.check(operation);
      return { id: body.id, operation, gateway, audit };
    } catch (fault) {
      if (!(fault instanceof GatewayError)) throw fault;
      audit({ answer: fault });
      return { name, fault };
    }
  }

  /** Of a read nothing is noted. */
  private auditOf(
    request: ApiRequest,
    name: OperationName,
    where: Place,
    { actorId, entries, keys }: BatchOperation,
  ): Audit {
    if (isReadOperation(name)) return () => undefined;
    const said = { ...(actorId !== undefined && { actorId }), entries, keys };
    const mutation = this.operations.describeMutation(request, name, where, said);
    return ({ answer, isReplay }) => {
      if (answer instanceof Error) auditFailure(request, mutation, answer);
      else if (isReplay === true) auditReplay(request, mutation);
      else auditSuccess(request, mutation);
    };
  }
}

/** @throws GatewayError invalid-request for entries that are none */
const saidIn = ({ actorId, options, entries, keys }: BatchOperation) => ({
  ...(actorId !== undefined && { actorId }),
  options,
  ...(entries !== undefined && { entries: parseEntries(entries), isKeyInPath: false }),
  ...(keys !== undefined && { keys: [...new Set(keys)], keysPointer: '/keys' }),
});
