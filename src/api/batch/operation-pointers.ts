import { GatewayError } from '../../core/gateway-error';

/** Where a single call has the parameters that are fields of an operation. */
const PLACE = /^(?:path|query)(?=\/)/;

/** The error with pointers into the operation: `/messageId`, where a single call has `path/messageId`. */
export function withOperationPointers(error: GatewayError): GatewayError {
  const { errors } = error.details;
  if (errors?.some(({ pointer }) => PLACE.test(pointer)) !== true) return error;
  const details = {
    ...error.details,
    errors: errors.map((fault) => ({ ...fault, pointer: fault.pointer.replace(PLACE, '') })),
  };
  const message = errors
    .filter(({ pointer }) => PLACE.test(pointer))
    .reduce(
      (text, { pointer }) => text.replace(pointer, pointer.replace(PLACE, '')),
      error.message,
    );
  return new GatewayError(error.code, message, details, { cause: error.cause });
}
