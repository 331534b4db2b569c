/**
 * The contract between the kit and a vendor's sandbox. The kit owns the socket, the clock, the quota
 * windows, the faults and the control endpoints. A vendor supplies routes, state, quotas and the texts
 * of its replies.
 */

/** A request as received. The path is split on `/` before it is percent-decoded. */
export interface WireRequest {
  readonly method: string;
  /** Path without the query, exactly as sent. */
  readonly rawPath: string;
  /** Query without the `?`, exactly as sent. */
  readonly rawQuery: string;
  /** First value of each header; names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Decoded values of the `{…}` segments of the matched route. */
  readonly params: Readonly<Record<string, string>>;
}

/** `body` is sent as JSON, a `JsonText` as it is; every vendor here replies in JSON, errors included. */
export interface WireReply {
  readonly status: number;
  /** HTTP reason phrase; default: that of the status. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A documented quota: at most `limit` tokens in any window of `windowMs` milliseconds. */
export interface QuotaRule {
  readonly limit: number;
  readonly windowMs: number;
  /** Each channel has the limit for itself; absent: it is for the account. */
  readonly per?: 'channel';
}

/** How full a quota is after a call was counted or refused. Times are milliseconds from now. */
export interface QuotaReading {
  readonly quota: string;
  readonly limit: number;
  readonly windowMs: number;
  readonly remaining: number;
  readonly retryAfterMs: number;
  readonly resetMs: number;
}

/** The values a route works with. `state` is the vendor's own type. */
export interface RouteContext<State, Unknowns> {
  readonly state: State;
  readonly unknowns: Unknowns;
  /** Unix milliseconds. */
  readonly nowMs: number;
  /** How full these quotas are, for one more token of each. @param channel that of quotas per channel */
  readonly quotaReadings: (quotas: readonly string[], channel?: string) => readonly QuotaReading[];
}

export interface Route<State, Unknowns> {
  readonly method: string;
  /** Template such as `/v3/{channel_type}/{channel_url}/metadata`. Arrivals and faults use it as the route's name. */
  readonly path: string;
  /** Whether calls change nothing; default: those with GET. */
  readonly isRead?: boolean;
  /** Tokens that the call draws, by quota. Called before the request is validated, so it must not throw. */
  draws(
    request: WireRequest,
    context: RouteContext<State, Unknowns>,
  ): Readonly<Record<string, number>>;
  /** The channel whose quotas per channel the call draws on. Called as `draws`; absent: none. */
  channel?(request: WireRequest, context: RouteContext<State, Unknowns>): string | undefined;
  handle(request: WireRequest, context: RouteContext<State, Unknowns>): WireReply;
}

export interface SandboxVendor<State = unknown, Unknowns extends object = object> {
  readonly name: string;
  /** The first route that fits a request handles it. */
  readonly routes: readonly Route<State, Unknowns>[];
  /** A fresh initial state: the channels and messages that the documentation's examples name. */
  seed(): State;
  /** Behaviour that the vendor does not document, as settings with their defaults. */
  readonly unknowns: Unknowns;
  /** The allowed values of an unknown whose type alone does not restrict it. */
  readonly choices?: { readonly [K in keyof Unknowns]?: readonly Unknowns[K][] };
  /** Documented quotas by name, for a price plan if the vendor has plans. */
  quotas(plan: string | undefined): Readonly<Record<string, QuotaRule>>;
  readonly plans: readonly string[];
  readonly defaultPlan?: string;
  /** Returns the error reply for wrong credentials, or undefined to accept the request. Runs before the call is counted. */
  authenticate(request: WireRequest, context: RouteContext<State, Unknowns>): WireReply | undefined;
  /** The vendor's reply to a call over quota. */
  throttled(reading: QuotaReading, context: RouteContext<State, Unknowns>): WireReply;
  /**
   * Headers for every reply, such as content type, echoed ids and rate limits. `readings` is empty if
   * nothing was counted: for unknown routes and failed authentication.
   */
  decorate(
    request: WireRequest,
    readings: readonly QuotaReading[],
    context: RouteContext<State, Unknowns>,
  ): Readonly<Record<string, string>>;
  /** The vendor's reply to a path or method that it does not serve. */
  notFound(request: WireRequest): WireReply;
  /**
   * The vendor's reply for the faults `status` and `code-in-200`.
   * @param code a vendor error code; default: the code that fits the HTTP status best
   */
  failure(status: number, code?: number): WireReply;
  /** The value that `GET /_sandbox/state` shows. */
  snapshot(state: State): unknown;
}
