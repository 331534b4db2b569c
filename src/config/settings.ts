import type { Adapter, Provider } from '../core/provider';
import type { Quota } from '../core/quota';
import type { VendorRoute } from '../core/vendor-route';
import type { RedisServers } from '../core/redis-servers';
import type { Secret } from './secret';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const LOG_FORMATS = ['json', 'pretty'] as const;
export const REDIS_LOSS_POLICIES = ['share', 'refuse'] as const;
/** The conduct of a replica whose fallback has lasted for `redis.fallback.forMs`. */
export const FALLBACK_ENDS = ['refuse', 'share'] as const;
/** The operations that a connection accepts. */
export const CONNECTION_MODES = ['read-write', 'read-only', 'off'] as const;
export const ACCESS_LEVELS = ['read', 'write', 'operate', 'lease', 'vendor'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];
export type LogFormat = (typeof LOG_FORMATS)[number];
export type Access = (typeof ACCESS_LEVELS)[number];

/** The operator's settings, valid and with all defaults. Safe to print: secrets are masked. */
export interface GatewaySettings {
  /** No configuration file is given: embedded sandboxes, a public API key, loopback only. */
  readonly sandbox: boolean;
  readonly server: ServerSettings;
  /** Absent: there is one replica, which keeps quotas in the process. */
  readonly redis?: RedisSettings;
  readonly limits: LimitSettings;
  readonly auth: AuthSettings;
  readonly egress: EgressSettings;
  readonly log: {
    readonly level: LogLevel;
    /** Absent: `pretty` on a terminal, else `json`. */
    readonly format?: LogFormat;
  };
  /** By connection name. */
  readonly connections: ReadonlyMap<string, ConnectionSettings>;
}

/** Texts in PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: Secret;
  /** The certificates from which those of clients descend; absent: clients need none. */
  readonly clientCa?: string;
}

export interface ServerSettings {
  /** Kept when the process restarts; no two live replicas have the same. Empty with a port chosen by the system. */
  readonly replicaName: string;
  readonly host: string;
  /** 0: the system chooses a free port. */
  readonly port: number;
  /** Port of `/metrics`; absent: that of the API. */
  readonly metricsPort?: number;
  /** The path under which a proxy serves the gateway, such as `/chat`; absent: `/`. */
  readonly basePath?: string;
  /** Absent: plain HTTP. */
  readonly tls?: ServerTls;
  /** Whether `X-Forwarded-For` is trusted, the number of trusted proxies, or their addresses and CIDR ranges. */
  readonly trustProxy: boolean | number | readonly string[];
  /** How long an idle connection of a client stays open. */
  readonly keepAliveTimeoutMs: number;
  /** The origins whose pages may call the API from a browser; `*` stands for all. */
  readonly cors: { readonly origins: readonly string[] };
  /** Time after a SIGTERM during which new calls are still accepted; load balancers need it to notice. */
  readonly drainDelayMs: number;
  /** Time in which a client has to send a request, including all lines of a batch. */
  readonly requestTimeoutMs: number;
  /** In bytes. */
  readonly bodyLimit: number;
  /** Largest body of a vendor request that is forwarded while it arrives. */
  readonly streamedBodyLimit: number;
  /** In bytes. */
  readonly batchBodyLimit: number;
  /** In bytes: the most that replies of reads take which are kept for callers that accept older data. */
  readonly readMemoryLimit: number;
}

/** The way to the vendors. */
export interface EgressSettings {
  /** Address of an HTTP proxy; it may have credentials. */
  readonly proxy?: Secret;
  /** Hosts that are reached without it. */
  readonly noProxy: readonly string[];
  /** Certificates in PEM that are trusted besides those of Node.js. */
  readonly ca?: string;
}

export interface RedisSettings {
  readonly servers: RedisServers;
  /** The URL that names the servers; absent if they have settings of their own. */
  readonly url?: Secret;
  /** Whether the gateway refuses to start without Redis, and is not ready while Redis is lost. */
  readonly required: boolean;
  /** While Redis is unreachable, each replica uses its fallback share (`share`) or refuses all calls. */
  readonly onLoss: (typeof REDIS_LOSS_POLICIES)[number];
  readonly fallback: {
    /** How long a replica may use its fallback share. */
    readonly forMs: number;
    /** Then it refuses calls, or goes on with its share at the risk of exceeding the vendor's quota. */
    readonly then: (typeof FALLBACK_ENDS)[number];
  };
}

export interface LimitSettings {
  /** The most replicas that share the quotas. */
  readonly maxReplicas: number;
  /** The longest time that a caller may choose to wait for quota. */
  readonly maxWaitMs: number;
  /** The time that callers wait for quota if they do not choose one. */
  readonly defaultWaitMs: number;
  /** The most waiters of one connection. */
  readonly maxWaiting: number;
  /** The most leases of one client at a time, on one vendor account. */
  readonly maxLeases: number;
  /** The most calls in progress on one replica, of all connections; more are refused at once. */
  readonly maxCalls: number;
  /** Delay of the event loop above which calls are refused. */
  readonly maxLagMs: number;
}

export interface AuthSettings {
  readonly apiKeys: readonly ApiKey[];
  /** The issuers of accepted tokens; no two have the same `issuer`. */
  readonly issuers: readonly JwtSettings[];
}

/** Access to some connections. */
export interface Grant {
  /** Connection names, or `*` for all connections. */
  readonly connections: readonly string[];
  readonly access: readonly Access[];
}

/** The rights of a client. */
export interface ClientRights {
  readonly client: string;
  /** An access to a connection is allowed if one of these allows it. */
  readonly grants: readonly Grant[];
  /** Share of a scarce quota, relative to other clients. */
  readonly weight: number;
  /** The most of each quota that the client uses, below 1; without it, all. */
  readonly share?: number;
  /** The most calls of the client that are under way on one replica; without it, any number. */
  readonly maxConcurrent?: number;
}

export interface ApiKey extends ClientRights {
  /** Tells the keys of a client apart in the log. */
  readonly name?: string;
  /** SHA-256 of the key, in 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** Unix milliseconds from which the key is refused. */
  readonly expiresAtMs?: number;
}

/** Rights of tokens with this `sub` claim. They replace the rights that the token claims. */
export interface JwtSubject extends ClientRights {
  readonly subject: string;
}

export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  /** Bearer token for a `jwksUri` that is not public. */
  readonly jwksToken?: Secret;
  readonly algorithms: readonly string[];
  /** Name of the claim that lists grants. A token that has it needs none of the following claims. */
  readonly grantsClaim: string;
  /** Name of the claim that lists connections, in the form of `Grant.connections`. */
  readonly connectionsClaim: string;
  /** Name of the claim that lists access, in the form of `Grant.access`. */
  readonly accessClaim: string;
  readonly subjects: readonly JwtSubject[];
  readonly clockSkewMs: number;
}

/** A configured connection. Its secrets are in the adapter and in `source` only. */
export interface ConnectionSettings {
  readonly name: string;
  /** The section of the file as JSON. */
  readonly source: Secret;
  readonly provider: Provider;
  readonly adapter: Adapter;
  /** The vendor's quotas with this connection's overrides. The gateway never uses `reserve` tokens. */
  readonly quotas: readonly (Quota & { readonly reserve: number })[];
  /** The first is the primary. */
  readonly baseUrls: readonly string[];
  readonly timeouts: {
    readonly connectMs: number;
    readonly totalMs: number;
    /** The longest cooldown of a quota after a 429. */
    readonly maxCooldownMs: number;
  };
  readonly defaultActorId?: string;
  readonly mode: (typeof CONNECTION_MODES)[number];
  /** Whether credentials may be sent over `http://` to another machine. */
  readonly allowInsecure: boolean;
  /** The calls of the vendor that clients may make with their own requests; none by default. */
  readonly vendorRoutes: readonly VendorRoute[];
  /** Whether vendor calls of traced requests carry the header `traceparent`. */
  readonly sendTraceparent: boolean;
}
