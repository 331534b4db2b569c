import type { Logger } from 'pino';
import { GatewayError, type Applied, type ErrorCode } from '../../core/gateway-error';
import { responseOf, type ApiRequest } from '../http/api-request';
import { ClientDisconnected } from '../http/client-disconnect';
import { REPLAYED_HEADER } from '../http/replayed-header';
import type { Mutation } from './mutation';

/** How a mutation ended, and what the vendor did of it. */
interface Ending {
  readonly outcome: 'done' | 'replayed' | 'caller-gone' | ErrorCode;
  readonly applied: Applied;
}

/**
 * Carries a mutation out and writes its line.
 * @throws what `carryOut` throws
 */
export async function audited<T>(
  request: ApiRequest,
  mutation: Mutation,
  carryOut: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await carryOut();
    // an answer that is remembered was audited when it was made
    const isReplay = responseOf(request).hasHeader(REPLAYED_HEADER);
    write(request, mutation, isReplay ? REPLAY : DONE);
    return answer;
  } catch (error) {
    auditFailure(request, mutation, error);
    throw error;
  }
}

export function auditSuccess(request: ApiRequest, mutation: Mutation): void {
  write(request, mutation, DONE);
}

export function auditReplay(request: ApiRequest, mutation: Mutation): void {
  write(request, mutation, REPLAY);
}

export function auditFailure(request: ApiRequest, mutation: Mutation, error: unknown): void {
  write(request, mutation, endingOf(error));
}

const DONE: Ending = { outcome: 'done', applied: 'yes' };
const REPLAY: Ending = { outcome: 'replayed', applied: 'no' };

function endingOf(error: unknown): Ending {
  if (error instanceof GatewayError)
    return { outcome: error.code, applied: error.details.applied ?? 'no' };
  if (error instanceof ClientDisconnected) return { outcome: 'caller-gone', applied: 'no' };
  return { outcome: 'internal', applied: 'unknown' };
}

const LEVEL = 'info';

/** Whoever quietens the log still wants to know who changed what; only `silent` says otherwise. */
function write(
  { log, id: requestId }: ApiRequest,
  mutation: Mutation,
  { outcome, applied }: Ending,
): void {
  if (log.level === 'silent') return;
  linesOf(log).info({ requestId, audit: { outcome, applied, ...mutation } }, 'mutation');
}

const known = new WeakMap<Logger, Logger>();

/** Every field of a line is named here, and none can be a secret: there is nothing to look for. */
function linesOf(log: Logger): Logger {
  const lines = known.get(log) ?? log.child({}, { redact: [] });
  known.set(log, lines);
  if (lines.level !== LEVEL) lines.level = LEVEL; // a child follows its parent until it is told otherwise
  return lines;
}
