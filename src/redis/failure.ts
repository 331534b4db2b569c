import { isNativeError } from 'node:util/types';

/** How the client begins the message of its last resort. */
export const SENTINELS_UNREACHABLE = 'All sentinels are unreachable';

/** How each cause is recognised in the error of the client or the server, and what it means for operators. */
const CAUSES = {
  sentinel: [new RegExp(`^${SENTINELS_UNREACHABLE}`), 'no sentinel names its master'],
  unresolved: [/ENOTFOUND|EAI_AGAIN/, 'its host name cannot be resolved'],
  refused: [/ECONNREFUSED/, 'nothing listens at its address'],
  unreachable: [/EHOSTUNREACH|ENETUNREACH|EACCES/, 'the network has no route to it'],
  timeout: [
    /ETIMEDOUT|Socket timeout|did not answer in time|^timeout$/,
    'it does not answer in time',
  ],
  tls: [
    /^ERR_(TLS|SSL)|CERT|SELF_SIGNED|UNABLE_TO_|EPROTO|SSL routines/,
    'the TLS handshake fails; see redis.tls',
  ],
  auth: [
    /WRONGPASS|NOAUTH|AUTH failed|invalid (username-)?password|without any password configured/,
    'it rejects the user or the password',
  ],
  permission: [
    /NOPERM|can't run this command|can't access at least one of the keys|no permissions? to/,
    'its access rules lack a permission',
  ],
  'read-only': [/READONLY/, 'it is a read-only replica'],
  loading: [/LOADING/, 'it is loading its data'],
  'master-down': [/MASTERDOWN|NOREPLICAS/, 'it is a replica without its master'],
  'cluster-down': [/CLUSTERDOWN|None of startup nodes|TRYAGAIN/, 'the cluster serves no keys'],
  'undeclared-keys': [
    /undeclared key|not declared/i,
    'it forbids scripts that use undeclared keys',
  ],
  database: [/DB index|SELECT is not allowed/, 'it has no such database'],
  version: [/older than Redis 7/, 'it is older than Redis 7'],
  format: [
    /^FORMAT /,
    'replicas of another version keep their state there in another format; stop these first',
  ],
  memory: [/\bOOM\b/, 'its memory is full'],
  persistence: [/MISCONF/, 'it cannot save its data, so it refuses writes'],
  clients: [/max number of clients/, 'it has as many clients as it may have'],
  closed: [
    /ECONNRESET|EPIPE|Connection is closed|isn't writeable|isn't ready|max retries|aborted|socket hang up/,
    'the connection was closed',
  ],
  other: [/^/, 'it refuses a command'],
} as const satisfies Readonly<Record<string, readonly [pattern: RegExp, meaning: string]>>;

export type RedisCause = keyof typeof CAUSES;

/** The causes that a new connection may end: after a failover it leads to the new master. */
const ENDED_BY_RECONNECT: ReadonlySet<RedisCause> = new Set([
  'read-only',
  'loading',
  'master-down',
  'auth',
  'permission',
]);

/** The causes that waiting does not end. */
const FINAL: ReadonlySet<RedisCause> = new Set([
  'tls',
  'auth',
  'permission',
  'undeclared-keys',
  'database',
  'version',
]);

const MAX_DETAIL_LENGTH = 200;

/** A failure of Redis, with a message for operators. The message has no address, key, value or password. */
export class RedisFailure extends Error {
  override readonly name = 'RedisFailure';

  constructor(
    override readonly cause: RedisCause,
    /** The server's or the system's own words; empty without any. */
    readonly detail: string,
  ) {
    super(`Redis cannot be used: ${CAUSES[cause][1]}${detail === '' ? '' : ` (${detail})`}.`);
  }

  get isEndedByReconnect(): boolean {
    return ENDED_BY_RECONNECT.has(this.cause);
  }

  /** Whether only an operator can end it. */
  get isFinal(): boolean {
    return FINAL.has(this.cause);
  }
}

/** @param error whatever the client threw or emitted */
export function toRedisFailure(error: unknown): RedisFailure {
  if (error instanceof RedisFailure) return error;
  if (!isNativeError(error)) return new RedisFailure('other', '');
  const inner = 'lastNodeError' in error ? error.lastNodeError : undefined;
  if (isNativeError(inner)) return toRedisFailure(inner);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const texts = [code, error.message];
  for (const [cause, [pattern]] of Object.entries(CAUSES))
    if (cause !== 'other' && texts.some((text) => pattern.test(text)))
      return new RedisFailure(cause as RedisCause, detailOf(code, error.message));
  return new RedisFailure('other', detailOf(code, error.message));
}

/**
 * System errors name addresses in their message, the errors of sentinels repeat those, and errors of a
 * server may repeat arguments at their end.
 */
function detailOf(code: string, message: string): string {
  if (code !== '') return code;
  if (message.startsWith(SENTINELS_UNREACHABLE))
    return /\b[A-Z]{4}[A-Z_]*\b/.exec(message)?.[0] ?? '';
  const [text = ''] = message.split(/,? (?:with args beginning|script: |&c )/);
  return text.slice(0, MAX_DETAIL_LENGTH).replace(/[.\s]+$/, '');
}
