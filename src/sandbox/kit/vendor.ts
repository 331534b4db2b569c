/**
 * What a vendor's sandbox is made of. The kit owns the socket, the clock, the buckets, the faults and
 * the control endpoints; a vendor owns its routes, its state and its words.
 */

/** A request as it came off the wire. The path was split on `/` before it was percent-decoded. */
export interface WireRequest {
  readonly method: string;
  /** Path without the query, exactly as sent. */
  readonly rawPath: string;
  /** Query without the `?`, exactly as sent. */
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Decoded values of the `{…}` segments of the matched route. */
  readonly params: Readonly<Record<string, string>>;
}

/** `body` is sent as JSON; every vendor here answers JSON, errors included. */
export interface WireReply {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A documented limit: at most `limit` weighted calls in `windowMs` milliseconds. */
export interface QuotaRule {
  readonly limit: number;
  readonly windowMs: number;
}

/** How full a bucket is after a call was counted or refused; times are in milliseconds from now. */
export interface QuotaReading {
  readonly quota: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly remaining: number;
  readonly retryAfterMs: number;
  readonly resetMs: number;
}

/** What a route needs from the sandbox it runs in. `state` is the vendor's own. */
export interface RouteContext<State, Unknowns> {
  readonly state: State;
  readonly unknowns: Unknowns;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

export interface Route<State, Unknowns> {
  readonly method: string;
  /** Template such as `/v3/{channel_type}/{channel_url}/metadata`; also its name in arrivals and faults. */
  readonly path: string;
  /** Quotas this call draws on and their weights; read from the request before it is validated. */
  draws(
    request: WireRequest,
    context: RouteContext<State, Unknowns>,
  ): Readonly<Record<string, number>>;
  handle(request: WireRequest, context: RouteContext<State, Unknowns>): WireReply;
}

export interface SandboxVendor<State = unknown, Unknowns extends object = object> {
  readonly name: string;
  readonly routes: readonly Route<State, Unknowns>[];
  /** State at start: the places that the documentation's examples name. */
  seed(): State;
  /** Undocumented behaviours and how this sandbox sets them unless told otherwise. */
  readonly unknowns: Unknowns;
  /** The values an unknown can take, where its type alone does not say. */
  readonly choices?: { readonly [K in keyof Unknowns]?: readonly Unknowns[K][] };
  /** Documented quotas by name, for a plan where the vendor has plans. */
  quotas(plan: string | undefined): Readonly<Record<string, QuotaRule>>;
  readonly plans: readonly string[];
  readonly defaultPlan?: string;
  /** Refuses a request before it is counted (unknown key, bad signature), or lets it pass. */
  authenticate(request: WireRequest, context: RouteContext<State, Unknowns>): WireReply | undefined;
  /** The vendor's words for a call over quota. */
  throttled(reading: QuotaReading): WireReply;
  /**
   * Headers that go on every reply (content type, echoes, rate-limit headers). `readings` is empty where
   * nothing was counted: unknown routes, failed authentication.
   */
  decorate(
    request: WireRequest,
    readings: readonly QuotaReading[],
    context: RouteContext<State, Unknowns>,
  ): Readonly<Record<string, string>>;
  notFound(request: WireRequest): WireReply;
  /**
   * A failure in the vendor's words, for the `status` and `code-in-200` faults: the vendor's code that
   * fits the HTTP status best, or the one asked for.
   */
  failure(status: number, code?: number): WireReply;
  /** What `GET /_sandbox/state` shows. */
  snapshot(state: State): unknown;
}
