import type { Logger } from 'pino';
import { GatewayError, type Applied, type ErrorCode } from '../../core/gateway-error';
import type { Target } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { ApiRequest } from '../http/api-request';
import { ClientDisconnected } from '../http/client-disconnect';

/** A hostile body may name a hundred thousand keys; a log line must stay small. */
const MAX_KEYS = 1_000;

/** The fields of an audit line that are known before the outcome. It never holds a value. */
export interface Mutation extends Target {
  readonly operation: OperationName;
  readonly client: string;
  readonly actor?: string | undefined;
  /** The first 1,000 keys that the caller named, or `all`. */
  readonly keys: readonly string[] | 'all';
  /** The number of keys that the caller named. Absent with `all`. */
  readonly keyCount?: number;
  /** Of an operation of a batch: the ids that the vendor has for its calls. The line of a single call has its own. */
  readonly vendorRequestIds?: readonly string[];
}

/** The fields of the audit line of an operator. */
export interface OperatorAction {
  readonly operation: 'quota.end-cooldown' | 'quota.end-suspension';
  readonly client: string;
  readonly connection: string;
  readonly quota: string;
  readonly replica?: string;
}

/** The fields of the audit line of a client's own vendor request: never its path, query or body. */
export interface VendorAction {
  readonly operation: 'vendor.call';
  readonly client: string;
  readonly connection: string;
  readonly route: string;
}

/** The forms in which an operation names its keys. */
export interface NamedKeys {
  readonly keys?: readonly string[] | 'all' | undefined;
  readonly add?: readonly { readonly key: string }[] | undefined;
  readonly remove?: readonly { readonly key: string }[] | undefined;
  readonly entries?: readonly { readonly key: string }[] | undefined;
  readonly changes?: readonly { readonly key: string }[] | undefined;
}

export function auditKeys(named: NamedKeys): Pick<Mutation, 'keys' | 'keyCount'> {
  if (named.keys === 'all') return { keys: 'all' };
  const keys = named.keys ?? keysOf(named);
  return { keys: keys.slice(0, MAX_KEYS), keyCount: keys.length };
}

const keysOf = ({ entries = [], changes = [], add = [], remove = [] }: NamedKeys) =>
  [...entries, ...changes, ...add, ...remove].map(({ key }) => key);

/** How a mutation ended, and what the vendor did of it. */
interface AuditOutcome {
  readonly outcome: 'done' | 'replayed' | 'caller-gone' | ErrorCode;
  readonly applied: Applied;
}

export function auditSuccess(
  request: ApiRequest,
  mutation: Mutation | OperatorAction | VendorAction,
): void {
  write(request, mutation, { outcome: 'done', applied: 'yes' });
}

/** The mutation was carried out, and audited, by an earlier request with the same idempotency key. */
export function auditReplay(request: ApiRequest, mutation: Mutation | VendorAction): void {
  write(request, mutation, { outcome: 'replayed', applied: 'no' });
}

export function auditFailure(
  request: ApiRequest,
  mutation: Mutation | OperatorAction | VendorAction,
  error: unknown,
): void {
  write(request, mutation, outcomeOf(error));
}

/** The caller has disconnected, and the call was aborted if it was under way. */
export function auditCallerGone(request: ApiRequest, action: VendorAction, error: unknown): void {
  const { applied = 'no' } = error instanceof GatewayError ? error.details : {};
  write(request, action, { outcome: 'caller-gone', applied });
}

function outcomeOf(error: unknown): AuditOutcome {
  if (error instanceof GatewayError)
    return { outcome: error.code, applied: error.details.applied ?? 'no' };
  if (error instanceof ClientDisconnected) return { outcome: 'caller-gone', applied: 'no' };
  return { outcome: 'internal', applied: 'unknown' };
}

/** Audit lines are written at every log level but `silent`. */
function write(
  { log, id: requestId }: ApiRequest,
  mutation: Mutation | OperatorAction | VendorAction,
  { outcome, applied }: AuditOutcome,
): void {
  if (log.level === 'silent') return;
  auditLoggerOf(log).info({ requestId, audit: { outcome, applied, ...mutation } }, 'mutation');
}

const AUDIT_LEVEL = 'info';
const auditLoggers = new WeakMap<Logger, Logger>();

/** A child logger without redaction: the fields above cannot hold a secret, so the search is saved. */
function auditLoggerOf(log: Logger): Logger {
  const logger = auditLoggers.get(log) ?? log.child({}, { redact: [] });
  auditLoggers.set(log, logger);
  // a child takes the level of its parent when it is created
  if (logger.level !== AUDIT_LEVEL) logger.level = AUDIT_LEVEL;
  return logger;
}
