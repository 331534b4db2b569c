import { Inject, Injectable } from '@nestjs/common';
import type { Target } from '../../core/metadata';
import { OPERATION_ACCESS, type Operation, type OperationName } from '../../core/operation';
import type { GatewayRegistry } from '../../gateway';
import type { ApiRequest } from '../http/api-request';
import { keysOf, type Mutation, type Naming } from '../audit/mutation';
import { checkAccess, clientOf } from '../auth/access';
import { GATEWAYS } from '../http/injection-tokens';
import { readActorId, readActorIdForAudit } from './request-headers';
import { readIfMatch } from './entity-tags';
import { optionsOf } from './options';
import { parsePreferences } from '../http/prefer';

/** Where an operation acts, as path and query or a batch say it. */
export interface Place {
  readonly place: Omit<Target, 'subchannelId'>;
  readonly subchannelId?: string | undefined;
}

/** What is said beside the place: the operation's own part, options as given, an actor of its own. */
export interface Said extends Naming {
  readonly actorId?: string;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  readonly [part: string]: unknown;
}

/** From what a caller says to an operation of the gateway. */
@Injectable()
export class OperationFactory {
  constructor(@Inject(GATEWAYS) private readonly gateways: GatewayRegistry) {}

  /** @throws GatewayError forbidden, connection-not-found; invalid-request for unknown options */
  create(request: ApiRequest, name: OperationName, where: Place, said: Said): Operation {
    checkAccess(request, where.place.connection, OPERATION_ACCESS[name]);
    const { connection } = this.gateways.get(where.place.connection);
    const { actorId, options, ...part } = said;
    const call = {
      options: optionsOf(connection.provider, options),
      ...part,
      target: targetOf(where), // whatever the part may say, this is where access was checked
      actorId: actorId ?? readActorId(request) ?? connection.defaultActorId,
      strict: parsePreferences(request.header('prefer')).strict,
      ifMatch: readIfMatch(request, name),
    };
    return { name, call } as unknown as Operation;
  }

  /** A mutation for the audit log, whether it may be carried out or not. */
  describeMutation(request: ApiRequest, name: OperationName, where: Place, said: Said): Mutation {
    const { defaultActorId } =
      this.gateways.all.find((one) => one.name === where.place.connection) ?? {};
    return {
      operation: name,
      client: clientOf(request).name,
      actor: said.actorId ?? readActorIdForAudit(request) ?? defaultActorId,
      ...targetOf(where),
      ...keysOf(said),
    };
  }
}

/** The place and no more: what comes from a batch has the rest of its operation beside it. */
function targetOf({ place, subchannelId }: Place): Target {
  const { connection, channelType, channelId, messageId } = place;
  return { connection, channelType, channelId, messageId, subchannelId };
}
