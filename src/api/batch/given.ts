import type { GatewayError } from '../../core/gateway-error';
import type { BatchOperation } from './batch-requests';

/** What an answer is about: an operation, or where that has no id of its own, its place from 1 on. */
export type Name = { readonly id: string } | { readonly line: number };

/** One operation as a body gives it, or what is wrong with it. */
export type Given = { readonly name: Name } & (
  { readonly body: BatchOperation } | { readonly fault: GatewayError }
);

/** A body as it comes in: whatever of it is there at once. */
export type Portions = AsyncIterable<readonly Given[]> | Iterable<readonly Given[]>;
