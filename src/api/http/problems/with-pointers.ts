import { GatewayError } from '../../../core/gateway-error';

/** The error with other pointers, in its text too. @param move returns the same pointer where it stays */
export function withPointers(error: GatewayError, move: (pointer: string) => string): GatewayError {
  const { errors = [] } = error.details;
  const moved = errors.filter(({ pointer }) => move(pointer) !== pointer);
  if (moved.length === 0) return error;
  const message = moved.reduce(
    (text, { pointer }) => text.replace(pointer, () => move(pointer)),
    error.message,
  );
  const details = {
    ...error.details,
    errors: errors.map((fault) => ({ ...fault, pointer: move(fault.pointer) })),
  };
  return new GatewayError(error.code, message, details, { cause: error.cause });
}
