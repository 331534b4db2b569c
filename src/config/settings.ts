import type { Adapter, Provider } from '../core/provider';
import type { Quota } from '../core/quota';
import type { Secret } from './secret';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const REDIS_LOSS_POLICIES = ['share', 'refuse'] as const;
export const ACCESS_LEVELS = ['read', 'write'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type Access = (typeof ACCESS_LEVELS)[number];

/** Everything an operator decides, checked and with every default filled in. Safe to print. */
export interface GatewaySettings {
  /** No configuration file was given: embedded sandboxes, a key that everybody knows, loopback only. */
  readonly sandbox: boolean;
  readonly server: ServerSettings;
  /** Absent: one replica, quotas are kept in the process. */
  readonly redis?: RedisSettings;
  readonly limits: LimitSettings;
  readonly auth: AuthSettings;
  readonly log: { readonly level: LogLevel };
  /** By name. */
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
}

export interface ServerSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** `/metrics` has this port to itself. */
  readonly metricsPort?: number;
  /** Whether, or over how many proxies, `X-Forwarded-For` is believed. */
  readonly trustProxy: boolean | number;
  /** For so long calls are still taken after a SIGTERM, until load balancers have noticed. */
  readonly drainDelayMs: number;
  /** Milliseconds that a caller may take to send a request, a batch of lines included. */
  readonly requestTimeoutMs: number;
  /** Bytes. */
  readonly bodyLimit: number;
  /** Bytes. */
  readonly batchBodyLimit: number;
}

export interface RedisSettings {
  readonly url: Secret;
  /** Without Redis each replica goes on with its share of every quota, or refuses all calls. */
  readonly onLoss: (typeof REDIS_LOSS_POLICIES)[number];
}

export interface LimitSettings {
  readonly maxReplicas: number;
  /** Longest that any caller may wait for quota. */
  readonly maxWaitMs: number;
  /** What a caller waits who does not say. */
  readonly defaultWaitMs: number;
  /** Callers in line, of one connection. */
  readonly maxWaiting: number;
  /** Calls under way on one replica, of all connections; more are refused at once. */
  readonly maxCalls: number;
  /** Milliseconds by which the event loop may be late before calls are refused. */
  readonly maxLagMs: number;
}

export interface AuthSettings {
  readonly apiKeys: readonly ApiKey[];
  readonly jwt?: JwtSettings;
}

/** What a client may do. */
export interface Grant {
  readonly client: string;
  /** Names, or `*` for all. */
  readonly connections: readonly string[];
  readonly access: readonly Access[];
  /** Share of a contended quota relative to other clients. */
  readonly weight: number;
}

export interface ApiKey extends Grant {
  /** Of the key, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The `sub` of tokens that get these rights, whatever else they claim. */
export interface JwtSubject extends Grant {
  readonly subject: string;
}

export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** What the keys are asked for with, where they are not public. */
  readonly jwksToken?: Secret;
  readonly algorithms: readonly string[];
  /** The claim that lists connections as `ApiKey.connections` does. */
  readonly connectionsClaim: string;
  /** The claim that lists access as `ApiKey.access` does. */
  readonly accessClaim: string;
  readonly subjects: readonly JwtSubject[];
  readonly clockSkewMs: number;
}

/** One configured vendor account. Its secrets are inside the adapter and nowhere else. */
export interface ConnectionSettings {
  readonly name: string;
  readonly provider: Provider;
  readonly adapter: Adapter;
  /** The vendor's quotas with this account's overrides; `reserve` tokens are left to others. */
  readonly quotas: readonly (Quota & { readonly reserve: number })[];
  /** The first is the primary. */
  readonly baseUrls: readonly string[];
  readonly timeouts: { readonly connectMs: number; readonly totalMs: number };
  readonly defaultActorId?: string;
  /** Whether a traced call brings a `traceparent` to the vendor. */
  readonly sendTraceparent: boolean;
}
