import { Inject, Injectable } from '@nestjs/common';
import type { Target } from '../../core/metadata';
import {
  OPERATION_ACCESS,
  type Operation,
  type OperationName,
  type Operations,
} from '../../core/operation';
import type { Provider } from '../../core/provider';
import type { GatewayRegistry } from '../../gateway';
import { PROVIDERS } from '../../providers/registry';
import { childPointer, findInexactNumbers, MAX_FAULTS, validateShape } from '../../validation';
import { auditKeys, type Mutation, type NamedKeys } from '../audit/audit';
import { checkAccess, clientOf } from '../auth/access';
import { headerOf, type ApiRequest } from '../http/api-request';
import { GATEWAYS } from '../http/injection-tokens';
import { parsePreferences } from '../http/prefer';
import { refuseFaults } from '../http/problems/invalid-request';
import { readActorId, readActorIdForAudit, readPreconditions } from './request-headers';

/** Vendor-specific options as callers send them, by vendor. */
type VendorOptions = Readonly<Record<string, unknown>>;

/** The parts of an operation that follow from the target, the headers and the connection. */
type DerivedPart = 'target' | 'actorId' | 'options' | 'strict' | 'ifMatch' | 'ifEntry';

/** The parameters of an operation that path, query or body state, besides the target. */
export type Payload = { [N in OperationName]: Omit<Operations[N], DerivedPart> }[OperationName] & {
  readonly options?: VendorOptions | undefined;
  /** The pointer of the options, if they are not in the body. */
  readonly optionsAt?: 'query/options' | undefined;
  /** Takes precedence over the header `X-Actor-Id`. */
  readonly actorId?: string;
};

/** Creates the gateway's operations from what a caller asks for. */
@Injectable()
export class OperationFactory {
  constructor(@Inject(GATEWAYS) private readonly gateways: GatewayRegistry) {}

  /**
   * @throws GatewayError forbidden, connection-not-found; invalid-request for a header or a vendor option
   */
  create(
    request: ApiRequest,
    name: OperationName,
    target: Target,
    { actorId, options, optionsAt, ...parameters }: Payload,
  ): Operation {
    checkAccess(request, target.connection, OPERATION_ACCESS[name]);
    const { connection } = this.gateways.get(target.connection);
    const call = {
      options: parseOptions(connection.provider, options, optionsAt),
      ...parameters,
      target,
      actorId: actorId ?? readActorId(request) ?? connection.defaultActorId,
      strict: parsePreferences(headerOf(request, 'prefer')).strict,
      ...readPreconditions(request, name),
    };
    return { name, call } as unknown as Operation;
  }

  /** The audit fields of a mutation, which may yet be refused. Never throws for a bad request. */
  describeMutation(
    request: ApiRequest,
    name: OperationName,
    target: Target,
    { actorId, ...named }: NamedKeys & { readonly actorId?: string | undefined },
  ): Mutation {
    const { connection } = this.gateways.find(target.connection) ?? {};
    return {
      operation: name,
      client: clientOf(request).name,
      actor: actorId ?? readActorIdForAudit(request) ?? connection?.defaultActorId,
      ...target,
      ...auditKeys(named),
    };
  }
}

/** @param path a path or an operation of a batch; other fields of it are ignored */
export function targetOf(
  path: Omit<Target, 'subchannelId'>,
  subchannelId: string | undefined,
): Target {
  const { connection, channelType, channelId, messageId } = path;
  return { connection, channelType, channelId, messageId, subchannelId };
}

/**
 * The options for the vendor of the connection. Those for other vendors are ignored, so that one body
 * serves several connections.
 * @throws GatewayError invalid-request for an unknown vendor, an unknown option or a wrong value, such as a number
 *   that the vendor would not get as the caller wrote it
 */
function parseOptions(
  provider: Provider,
  options: VendorOptions | undefined,
  pointer = '/options',
): object {
  if (options === undefined) return {};
  const vendors = new Set([provider, ...PROVIDERS].map(({ name }) => name));
  refuseFaults(
    Object.keys(options)
      .filter((name) => !vendors.has(name))
      .slice(0, MAX_FAULTS)
      .map((name) => ({
        pointer: childPointer(pointer, name),
        reason: `is not the name of a vendor; these are ${[...vendors].join(', ')}`,
      })),
  );
  const own = Object.hasOwn(options, provider.name) ? options[provider.name] : undefined;
  if (own === undefined) return {};
  const ownPointer = childPointer(pointer, provider.name);
  const checked = validateShape(provider.options ?? Object, own, ownPointer);
  refuseFaults(
    'faults' in checked ? checked.faults : findInexactNumbers(own, ownPointer).slice(0, MAX_FAULTS),
  );
  return 'value' in checked ? checked.value : {};
}
