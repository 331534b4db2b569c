import {
  applyDecorators,
  createParamDecorator,
  HttpCode,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { OperationName } from '../../core/operation';
import { CallDocs } from '../docs/call-docs';
import type { ApiRequest } from '../http/api-request';

/** A request and the operation that its route declares. */
export interface RouteCall {
  readonly request: ApiRequest;
  readonly operation: OperationName;
}

type RouteDocs = Omit<Parameters<typeof CallDocs>[0], 'name'>;

const OPERATION = 'operation';
const reflector = new Reflector();

/**
 * Declares the operation of a route, and with it the access that it needs (`OPERATION_ACCESS`), the
 * status of success (204 without `reply`, else 200) and its part of the API document.
 */
export const MetadataRoute = ({
  operation,
  ...docs
}: RouteDocs & { readonly operation: OperationName }) =>
  applyDecorators(
    SetMetadata(OPERATION, operation),
    HttpCode(docs.reply === undefined ? 204 : 200),
    CallDocs({ ...docs, name: operation }),
  );

/** Injects the RouteCall of a `@MetadataRoute`. */
export const FromRoute = createParamDecorator(
  (_data: unknown, context: ExecutionContext): RouteCall => ({
    request: context.switchToHttp().getRequest<ApiRequest>(),
    operation: reflector.get<OperationName>(OPERATION, context.getHandler()),
  }),
);
