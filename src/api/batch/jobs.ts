import { Inject, Injectable } from '@nestjs/common';
import { GatewayError } from '../../core/gateway-error';
import type { Operation } from '../../core/operation';
import type { Gateway, Gateways } from '../../gateway';
import type { ApiRequest } from '../api-request';
import { entriesOf } from '../calls/entries';
import { Operations } from '../calls/operations';
import { GATEWAYS } from '../tokens';
import type { BatchOperation } from './batch-body';
import type { Given, Name } from './given';

/** An operation that nothing speaks against. */
export interface Job {
  readonly id: string;
  readonly operation: Operation;
  readonly gateway: Gateway;
}

export interface Refusal {
  readonly name: Name;
  readonly fault: GatewayError;
}

/** From what a batch says to what the gateway carries out. */
@Injectable()
export class Jobs {
  constructor(
    private readonly operations: Operations,
    @Inject(GATEWAYS) private readonly gateways: Gateways,
  ) {}

  /** What a call of its own would be refused with is the answer of the operation. */
  make(request: ApiRequest, given: Given): Job | Refusal {
    if ('fault' in given) return given;
    const { name, body } = given;
    try {
      const operation = this.operationOf(request, body);
      const { gateway } = this.gateways.line(body.connection);
      gateway.check(operation);
      return { id: body.id, operation, gateway };
    } catch (fault) {
      if (fault instanceof GatewayError) return { name, fault };
      throw fault;
    }
  }

  private operationOf(request: ApiRequest, body: BatchOperation): Operation {
    const { actorId, options, entries, keys, subchannelId, messageId, verb } = body;
    const resource = messageId === undefined ? 'channel' : 'message';
    return this.operations.make(
      request,
      `${resource}.${verb}`,
      { place: body, subchannelId },
      {
        ...(actorId !== undefined && { actorId }),
        options,
        ...(entries !== undefined && { entries: entriesOf(entries), byKey: false }),
        ...(keys !== undefined && { keys: [...new Set(keys)] }),
      },
    );
  }
}
