import type { GatewayError } from '../../core/gateway-error';
import { isReadOperation, type Operation, type Reply } from '../../core/operation';
import type { Gateway } from '../../gateway';

/** Identifies an operation in the reply: by its id or, without a usable id, by its position from 1. */
export type OperationReference = { readonly id: string } | { readonly line: number };

/** An operation of a batch that has failed its checks. */
export interface RejectedOperation {
  readonly reference: OperationReference;
  readonly error: GatewayError;
}

/** An operation of a batch that has passed its checks. */
export interface Job {
  readonly id: string;
  readonly operation: Operation;
  readonly gateway: Gateway;
  /** Writes the audit line of a write; keeps the vendor's ids of a read for the line of the request. */
  readonly audit: (result: JobResult) => void;
}

export interface JobResult {
  readonly outcome: Reply | Error;
  /** The write was carried out by an earlier request with the same idempotency key. */
  readonly isReplay?: true;
  /** The ids that the vendor has for the calls of the run, one for each attempt, if any. */
  readonly vendorRequestIds?: readonly string[];
}

/** Carries out a run: neighbouring jobs of one target that one vendor call can carry. */
export interface JobExecutor {
  /** @returns the results of the first jobs, at least of one; the caller hands the others over again */
  execute(run: readonly Job[]): Promise<readonly JobResult[]>;
}

export const isReadJob = ({ operation }: Job): boolean => isReadOperation(operation.name);
