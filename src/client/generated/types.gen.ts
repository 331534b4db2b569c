// generated from openapi/gateway.json: `npm run openapi`
// @ts-nocheck

export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

export type FieldErrorReply = {
    /**
     * JSON Pointer into the body, or `query/…`, `path/…` or `header/…`
     */
    pointer: string;
    reason: string;
};

export type EntryReply = {
    key: string;
    /**
     * The first of `values`
     */
    value?: string;
    /**
     * All values, in their order
     */
    values: Array<string>;
    /**
     * The time of the last change, if the vendor reports it for each entry
     */
    updatedAt?: string;
    /**
     * The user who owns the entry, if the vendor reports it
     */
    ownerId?: string;
    /**
     * Whether the vendor deletes the entry when its owner leaves the channel, if the vendor reports it
     */
    autoDelete?: boolean;
};

export type UpstreamReply = {
    provider: string;
    status?: number;
    code?: number;
    message?: string;
};

export type ProblemReply = {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: 'invalid-request' | 'unauthenticated' | 'forbidden' | 'connection-not-found' | 'target-not-found' | 'entry-not-found' | 'lease-not-found' | 'route-not-found' | 'method-not-allowed' | 'not-acceptable' | 'unsupported-media-type' | 'idempotency-in-progress' | 'idempotency-key-reused' | 'precondition-failed' | 'payload-too-large' | 'unsupported-by-provider' | 'provider-limit' | 'quota-exhausted' | 'upstream-throttled' | 'upstream-auth-failed' | 'upstream-not-enabled' | 'upstream-refused' | 'upstream-malformed' | 'upstream-unavailable' | 'limiter-unavailable' | 'overloaded' | 'shutting-down' | 'upstream-timeout' | 'internal';
    requestId: string;
    errors?: Array<FieldErrorReply>;
    retryAfterMs?: number;
    violatedQuotas?: Array<string>;
    /**
     * For a failed write: what the vendor did. `keys` are exactly as asked. `changed` are neither as before nor as asked
     */
    applied?: 'no' | 'yes' | 'unknown' | {
        keys: Array<string>;
        changed?: Array<string>;
    };
    /**
     * The present entries of the `changed` keys, where they could be read
     */
    found?: Array<EntryReply>;
    upstream?: UpstreamReply;
};

export type LimitReply = {
    resource: string;
    channelTypes: Array<string>;
    rule: string;
    maximum?: number;
    unit?: string;
    pattern?: string;
    /**
     * The vendor's documentation page with this limit
     */
    source: string;
};

export type DialectReply = {
    /**
     * The setting of a connection that selects it
     */
    setting: string;
    /**
     * The value of the setting
     */
    value: string;
    description: string;
    /**
     * Options and calls that it has no request for; they are 422
     */
    unsupported: Array<string>;
};

export type ProviderDescription = {
    name: string;
    title: string;
    /**
     * `{resource: {channelType: {verb: {support, how?, atomic?, upsert?, preconditions?}}}}`; `support` is `native`, `emulated` or `unsupported`. `upsert` says the same of `upsert: false`, `preconditions` of `If-Match` and `If-None-Match`: `emulated` takes one more read, under the lock on the target
     */
    capabilities: {
        [key: string]: unknown;
    };
    limits: Array<LimitReply>;
    /**
     * The ways to speak to the vendor; empty where there is only one
     */
    dialects: Array<DialectReply>;
    /**
     * Details of the vendor that the normalized form cannot express
     */
    lost: Array<string>;
};

export type ProvidersReply = {
    providers: Array<ProviderDescription>;
};

export type ConnectionName = {
    name: string;
    provider: string;
    /**
     * During maintenance: which operations are refused with 503 `upstream-unavailable`
     */
    mode?: 'read-only' | 'off';
};

export type ConnectionsReply = {
    connections: Array<ConnectionName>;
};

export type LeasedTokensReply = {
    /**
     * Absent: all other clients together
     */
    client?: string;
    tokens: number;
};

export type SuspendedShareReply = {
    /**
     * The name of the silent replica, or its id if it has none
     */
    replica: string;
    /**
     * Tokens that others cannot use meanwhile
     */
    tokens: number;
    /**
     * Milliseconds until the suspension ends by itself
     */
    endsInMs: number;
};

export type QuotaReply = {
    name: string;
    /**
     * Tokens per window
     */
    limit: number;
    /**
     * Length of the window in milliseconds
     */
    windowMs: number;
    /**
     * Tokens of vendor calls without an answer yet
     */
    inFlight: number;
    /**
     * Tokens of calls that the vendor answered less than a window ago
     */
    resting: number;
    /**
     * Tokens that are usable now
     */
    free: number;
    /**
     * Callers that wait in the queue for this quota
     */
    waiting: number;
    /**
     * Milliseconds that a call of one token would wait if it arrived now; `null` while no token may be used, because Redis is lost
     */
    waitForecastMs: number | null;
    /**
     * The highest number of tokens ever in use in one window
     */
    worstWindow: number;
    /**
     * Milliseconds until the cooldown after a 429 of the vendor ends; 0 without one
     */
    coolingDownMs: number;
    /**
     * Of the tokens in flight, those of leases of clients
     */
    leased: number;
    /**
     * The leased tokens of the client that asks, and of all others together; with `operate` access, those of each client
     */
    leasedByClient: Array<LeasedTokensReply>;
    /**
     * The fallback shares of silent replicas, which may be using them without Redis; part of `inFlight`. Empty without Redis
     */
    suspendedShares: Array<SuspendedShareReply>;
    /**
     * Only of a quota that each channel has for itself: how many channels are in use. The counts of tokens and `waitForecastMs` are then those of the fullest channel, `worstWindow` and `coolingDownMs` the highest of any, and `waiting` is for all channels
     */
    channels?: number;
};

export type ConnectionReply = {
    name: string;
    provider: string;
    /**
     * During maintenance: which operations are refused with 503 `upstream-unavailable`
     */
    mode?: 'read-only' | 'off';
    capabilities: {
        [key: string]: unknown;
    };
    quotas: Array<QuotaReply>;
};

export type QuotasReply = {
    quotas: Array<QuotaReply>;
};

export type DrawBody = {
    /**
     * The name of a quota, as `GET /v1/connections/{connection}/quotas` lists it
     */
    quota: string;
    tokens: number;
};

export type LeaseBody = {
    /**
     * The tokens that your vendor call uses
     */
    draws: Array<DrawBody>;
    /**
     * Milliseconds after which the lease is taken for lost. By default the total timeout of the connection
     */
    holdMs?: number;
};

export type LeaseReply = {
    /**
     * The id of the lease
     */
    lease: string;
    draws: Array<DrawBody>;
    /**
     * Your vendor call has to be over by then: the lease is taken for lost
     */
    expiresAt: string;
};

export type DrawReply = {
    quota: string;
    /**
     * Tokens that the request takes
     */
    tokens: number;
};

export type StepReply = {
    method: string;
    url: string;
    /**
     * Secret values are masked
     */
    headers: {
        [key: string]: string;
    };
    body?: string;
    /**
     * `base64`: the body of a vendor call is not UTF-8, and is shown as Base64
     */
    bodyEncoding?: 'base64';
    /**
     * The quotas that the request draws from
     */
    draws: Array<DrawReply>;
    /**
     * Whether this request is sent, and with what content, depends on the reply to an earlier one
     */
    dependsOnReply?: boolean;
};

export type ExplanationReply = {
    /**
     * The vendor requests, in their order
     */
    steps: Array<StepReply>;
    /**
     * The forecast wait for quota, in milliseconds, if the operation were sent now; `null` while no token may be used, because Redis is lost
     */
    waitForecastMs: number | null;
    /**
     * Points of the vendor’s documentation that are unclear and concern this operation
     */
    warnings: Array<string>;
};

export type EntriesReply = {
    entries: Array<EntryReply>;
    /**
     * Only with `upsert: false`: the keys that were not written, because they do not exist
     */
    skipped?: Array<string>;
    /**
     * There may be more entries: pass this as `cursor` to read the next page
     */
    nextCursor?: string;
};

export type EntryBody = {
    /**
     * The only value of the entry. Give either this or `values`
     */
    value?: string;
    /**
     * All values of the entry, in their order. Give either this or `value`
     */
    values?: Array<string>;
    /**
     * Sent to the vendor unchanged
     */
    key: string;
};

export type PatchEntries = {
    /**
     * The entries to set, each key once
     */
    entries: Array<EntryBody>;
    /**
     * `false`: write only keys that exist. The reply names the others in `skipped`; for the key in the path it is 404
     */
    upsert?: boolean;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type KeyValuesBody = {
    key: string;
    values: Array<string>;
};

export type ChangeValues = {
    /**
     * The values to add, each key once
     */
    add?: Array<KeyValuesBody>;
    /**
     * The values to remove, each key once, and no key of `add`
     */
    remove?: Array<KeyValuesBody>;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type PutEntry = {
    /**
     * The only value of the entry. Give either this or `values`
     */
    value?: string;
    /**
     * All values of the entry, in their order. Give either this or `value`
     */
    values?: Array<string>;
    /**
     * `false`: write only keys that exist. The reply names the others in `skipped`; for the key in the path it is 404
     */
    upsert?: boolean;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type AddValues = {
    /**
     * The values to add
     */
    values: Array<string>;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type MessageReply = {
    messageId: string;
    /**
     * Absent where there is a `problem`
     */
    entries?: Array<EntryReply>;
    /**
     * There may be more entries: pass this as `cursor` of a read of this message
     */
    nextCursor?: string;
    /**
     * Why this message was not read
     */
    problem?: ProblemReply;
};

export type MessagesReply = {
    /**
     * In the order of `messageIds`
     */
    messages: Array<MessageReply>;
};

export type CounterReply = {
    key: string;
    value: number;
};

export type CountersReply = {
    counters: Array<CounterReply>;
    /**
     * Only with `upsert: false`: the keys that were not written, because they do not exist
     */
    skipped?: Array<string>;
};

export type CounterChangeBody = {
    key: string;
    op: 'set' | 'increase' | 'decrease';
    /**
     * The new value with `set`, else the difference. A difference must not be negative
     */
    amount: number;
};

export type PatchCounters = {
    /**
     * The changes, each key once
     */
    counters: Array<CounterChangeBody>;
    /**
     * `false`: change only counters that exist. The reply names the others in `skipped`
     */
    upsert?: boolean;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type BatchOperation = {
    /**
     * Your id of this operation, unique in the batch. Its line of the reply has the same id
     */
    id: string;
    /**
     * The name of a configured connection
     */
    connection: string;
    /**
     * `GET /v1/providers` lists the channel types of each vendor
     */
    channelType: 'direct' | 'group' | 'community' | 'open';
    /**
     * The vendor’s id of the channel; of a direct channel, the user id
     */
    channelId: string;
    /**
     * The vendor’s id of a message, for message metadata. Leave it out for channel metadata
     */
    messageId?: string;
    /**
     * The id of a subchannel, for community channels only
     */
    subchannelId?: string;
    /**
     * `add-values` and `remove-values` change the values of entries of a message; `count` changes counters of a channel
     */
    verb: 'get' | 'set' | 'delete' | 'add-values' | 'remove-values' | 'count';
    /**
     * The entries to set, or the values to add or remove. Required with `set`, `add-values` and `remove-values`, not allowed with other verbs
     */
    entries?: Array<EntryBody>;
    /**
     * The changes of counters. Required with `count`, not allowed with other verbs
     */
    counters?: Array<CounterChangeBody>;
    /**
     * With `set` and `count` only. `false`: write only keys that exist; `skipped` of the reply names the others
     */
    upsert?: boolean;
    /**
     * With `delete`, the keys to delete (required). With `get`, the keys to read; without it, all. Not allowed with other verbs
     */
    keys?: Array<string>;
    /**
     * The vendor’s id of the user on whose behalf it is called; takes precedence over the header `X-Actor-Id`
     */
    actorId?: string;
    /**
     * Vendor-specific options, under the name of the vendor. Those of other vendors are ignored
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type Batch = {
    operations: Array<BatchOperation>;
};

export type BatchResult = {
    /**
     * The id of the operation. Absent if the operation has no usable id
     */
    id?: string;
    /**
     * Only without `id`: the position of the operation in the batch, from 1, blank lines not counted
     */
    line?: number;
    /**
     * The HTTP status that a single call would get
     */
    status: number;
    /**
     * The entries that were read or written, or the counters after a `count`. Absent after a delete and after a failure
     */
    reply?: EntriesReply | CountersReply;
    /**
     * Why the operation failed
     */
    problem?: ProblemReply;
};

export type BatchCounts = {
    /**
     * Operations that have arrived so far
     */
    received: number;
    /**
     * Operations that have succeeded so far
     */
    succeeded: number;
    /**
     * Operations that have failed so far
     */
    failed: number;
};

export type BatchProgress = {
    progress: BatchCounts;
};

export type BatchEnd = {
    done: true;
    /**
     * Operations that succeeded
     */
    succeeded: number;
    /**
     * Operations that failed
     */
    failed: number;
};

export type VersionReply = {
    name: string;
    version: string;
    node: string;
};

export type ProvidersData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/providers';
};

export type ProvidersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type ProvidersError = ProvidersErrors[keyof ProvidersErrors];

export type ProvidersResponses = {
    200: ProvidersReply;
};

export type ProvidersResponse = ProvidersResponses[keyof ProvidersResponses];

export type ConnectionsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/v1/connections';
};

export type ConnectionsErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type ConnectionsError = ConnectionsErrors[keyof ConnectionsErrors];

export type ConnectionsResponses = {
    200: ConnectionsReply;
};

export type ConnectionsResponse = ConnectionsResponses[keyof ConnectionsResponses];

export type ConnectionData = {
    body?: never;
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
    };
    query?: never;
    url: '/v1/connections/{connection}';
};

export type ConnectionErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type ConnectionError = ConnectionErrors[keyof ConnectionErrors];

export type ConnectionResponses = {
    200: ConnectionReply;
};

export type ConnectionResponse = ConnectionResponses[keyof ConnectionResponses];

export type QuotasData = {
    body?: never;
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
    };
    query?: never;
    url: '/v1/connections/{connection}/quotas';
};

export type QuotasErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type QuotasError = QuotasErrors[keyof QuotasErrors];

export type QuotasResponses = {
    200: QuotasReply;
};

export type QuotasResponse = QuotasResponses[keyof QuotasResponses];

export type EndCooldownData = {
    body?: never;
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The name of a quota, as `GET /v1/connections/{connection}/quotas` lists it
         */
        quota: string;
    };
    query?: never;
    url: '/v1/connections/{connection}/quotas/{quota}/cooldown';
};

export type EndCooldownErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include operate access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type EndCooldownError = EndCooldownErrors[keyof EndCooldownErrors];

export type EndCooldownResponses = {
    /**
     * The quota has no cooldown, whether it had one or not
     */
    204: void;
};

export type EndCooldownResponse = EndCooldownResponses[keyof EndCooldownResponses];

export type EndSuspensionData = {
    body?: never;
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The name of a quota, as `GET /v1/connections/{connection}/quotas` lists it
         */
        quota: string;
        /**
         * The name of a silent replica, as `suspendedShares` of `GET /v1/connections/{connection}/quotas` lists it
         */
        replica: string;
    };
    query?: never;
    url: '/v1/connections/{connection}/quotas/{quota}/suspended-shares/{replica}';
};

export type EndSuspensionErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include operate access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type EndSuspensionError = EndSuspensionErrors[keyof EndSuspensionErrors];

export type EndSuspensionResponses = {
    /**
     * The share of the replica is not suspended any more
     */
    204: void;
};

export type EndSuspensionResponse = EndSuspensionResponses[keyof EndSuspensionResponses];

export type CreateLeaseData = {
    body: LeaseBody;
    headers?: {
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `wait=N`: wait up to N seconds for quota; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
    };
    query?: never;
    url: '/v1/connections/{connection}/leases';
};

export type CreateLeaseErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include lease access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type CreateLeaseError = CreateLeaseErrors[keyof CreateLeaseErrors];

export type CreateLeaseResponses = {
    /**
     * The tokens are yours until the lease ends
     */
    201: LeaseReply;
};

export type CreateLeaseResponse = CreateLeaseResponses[keyof CreateLeaseResponses];

export type EndLeaseData = {
    body?: never;
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The id of the lease
         */
        lease: string;
    };
    query?: {
        /**
         * `answered`: the vendor has answered, so the tokens rest for one window
         */
        outcome?: 'answered' | 'unsent';
    };
    url: '/v1/connections/{connection}/leases/{lease}';
};

export type EndLeaseErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include lease access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `limiter-unavailable`: **No safe quota is available.** The replica cannot reach Redis
     */
    503: ProblemReply;
};

export type EndLeaseError = EndLeaseErrors[keyof EndLeaseErrors];

export type EndLeaseResponses = {
    /**
     * The lease has ended
     */
    204: void;
};

export type EndLeaseResponse = EndLeaseResponses[keyof EndLeaseResponses];

export type VendorDeleteData = {
    body?: never;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorDeleteErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorDeleteError = VendorDeleteErrors[keyof VendorDeleteErrors];

export type VendorDeleteResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type VendorGetData = {
    body?: never;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorGetErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorGetError = VendorGetErrors[keyof VendorGetErrors];

export type VendorGetResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type VendorOptionsData = {
    body?: never;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorOptionsErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorOptionsError = VendorOptionsErrors[keyof VendorOptionsErrors];

export type VendorOptionsResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type VendorPatchData = {
    /**
     * The body of the vendor call, of any media type
     */
    body?: unknown;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorPatchErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorPatchError = VendorPatchErrors[keyof VendorPatchErrors];

export type VendorPatchResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type VendorPostData = {
    /**
     * The body of the vendor call, of any media type
     */
    body?: unknown;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorPostErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorPostError = VendorPostErrors[keyof VendorPostErrors];

export type VendorPostResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type VendorPutData = {
    /**
     * The body of the vendor call, of any media type
     */
    body?: unknown;
    headers?: {
        /**
         * `wait=N`: wait up to N seconds for quota
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * The name of a configured connection
         */
        connection: string;
        /**
         * The path of the vendor, which may have several segments
         */
        path: unknown;
    };
    query?: never;
    url: '/v1/connections/{connection}/vendor/{path}';
};

export type VendorPutErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include vendor access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `provider-limit`: **The request exceeds a limit of the vendor.** A key, a value or their number breaks a rule of the vendor, or the request has `Prefer: handling=strict` and needs more than one vendor write
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel or message took too long
     */
    429: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-malformed`: **The vendor's reply could not be read.** The reply does not have the vendor's documented form
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type VendorPutError = VendorPutErrors[keyof VendorPutErrors];

export type VendorPutResponses = {
    /**
     * The reply of the vendor, with its own status, media type and body
     */
    200: unknown;
};

export type DeleteMessageMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
        /**
         * The keys to delete: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * `true`: delete all keys
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type DeleteMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteMessageMetadataError = DeleteMessageMetadataErrors[keyof DeleteMessageMetadataErrors];

export type DeleteMessageMetadataResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteMessageMetadataResponse = DeleteMessageMetadataResponses[keyof DeleteMessageMetadataResponses];

export type GetMessageMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
        /**
         * Entity tags (`ETag`) from earlier reads of all entries: the reply is 304 if one of them is still current
         */
        'If-None-Match'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to read: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * The `nextCursor` of the previous page
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type GetMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetMessageMetadataError = GetMessageMetadataErrors[keyof GetMessageMetadataErrors];

export type GetMessageMetadataResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntriesReply | ExplanationReply;
};

export type GetMessageMetadataResponse = GetMessageMetadataResponses[keyof GetMessageMetadataResponses];

export type SetMessageMetadataData = {
    body: PatchEntries;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type SetMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type SetMessageMetadataError = SetMessageMetadataErrors[keyof SetMessageMetadataErrors];

export type SetMessageMetadataResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntriesReply | ExplanationReply;
};

export type SetMessageMetadataResponse = SetMessageMetadataResponses[keyof SetMessageMetadataResponses];

export type ChangeMessageValuesData = {
    body: ChangeValues;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/values';
};

export type ChangeMessageValuesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type ChangeMessageValuesError = ChangeMessageValuesErrors[keyof ChangeMessageValuesErrors];

export type ChangeMessageValuesResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntriesReply | ExplanationReply;
};

export type ChangeMessageValuesResponse = ChangeMessageValuesResponses[keyof ChangeMessageValuesResponses];

export type DeleteMessageEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type DeleteMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteMessageEntryError = DeleteMessageEntryErrors[keyof DeleteMessageEntryErrors];

export type DeleteMessageEntryResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteMessageEntryResponse = DeleteMessageEntryResponses[keyof DeleteMessageEntryResponses];

export type GetMessageEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type GetMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetMessageEntryError = GetMessageEntryErrors[keyof GetMessageEntryErrors];

export type GetMessageEntryResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type GetMessageEntryResponse = GetMessageEntryResponses[keyof GetMessageEntryResponses];

export type PutMessageEntryData = {
    body: PutEntry;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
        /**
         * `*`: write only if there is no entry under the key
         */
        'If-None-Match'?: '*';
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type PutMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type PutMessageEntryError = PutMessageEntryErrors[keyof PutMessageEntryErrors];

export type PutMessageEntryResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type PutMessageEntryResponse = PutMessageEntryResponses[keyof PutMessageEntryResponses];

export type RemoveMessageValuesData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
        /**
         * The values to remove, as repeated parameters
         */
        values: Array<string>;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values';
};

export type RemoveMessageValuesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type RemoveMessageValuesError = RemoveMessageValuesErrors[keyof RemoveMessageValuesErrors];

export type RemoveMessageValuesResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type RemoveMessageValuesResponse = RemoveMessageValuesResponses[keyof RemoveMessageValuesResponses];

export type AddMessageValuesData = {
    body: AddValues;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The vendor's id of the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values';
};

export type AddMessageValuesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the message, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type AddMessageValuesError = AddMessageValuesErrors[keyof AddMessageValuesErrors];

export type AddMessageValuesResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type AddMessageValuesResponse = AddMessageValuesResponses[keyof AddMessageValuesResponses];

export type GetMetadataOfMessagesData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * The vendor’s ids of the messages, up to 200: comma-separated, as repeated parameters, or both
         */
        messageIds: Array<string>;
        /**
         * The keys to read of each message: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/metadata';
};

export type GetMetadataOfMessagesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same message took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetMetadataOfMessagesError = GetMetadataOfMessagesErrors[keyof GetMetadataOfMessagesErrors];

export type GetMetadataOfMessagesResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: MessagesReply | ExplanationReply;
};

export type GetMetadataOfMessagesResponse = GetMetadataOfMessagesResponses[keyof GetMetadataOfMessagesResponses];

export type DeleteChannelMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
        /**
         * The keys to delete: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * `true`: delete all keys
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type DeleteChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the channel, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteChannelMetadataError = DeleteChannelMetadataErrors[keyof DeleteChannelMetadataErrors];

export type DeleteChannelMetadataResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteChannelMetadataResponse = DeleteChannelMetadataResponses[keyof DeleteChannelMetadataResponses];

export type GetChannelMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
        /**
         * Entity tags (`ETag`) from earlier reads of all entries: the reply is 304 if one of them is still current
         */
        'If-None-Match'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to read: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * The `nextCursor` of the previous page
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type GetChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetChannelMetadataError = GetChannelMetadataErrors[keyof GetChannelMetadataErrors];

export type GetChannelMetadataResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntriesReply | ExplanationReply;
};

export type GetChannelMetadataResponse = GetChannelMetadataResponses[keyof GetChannelMetadataResponses];

export type SetChannelMetadataData = {
    body: PatchEntries;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type SetChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the channel, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type SetChannelMetadataError = SetChannelMetadataErrors[keyof SetChannelMetadataErrors];

export type SetChannelMetadataResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntriesReply | ExplanationReply;
};

export type SetChannelMetadataResponse = SetChannelMetadataResponses[keyof SetChannelMetadataResponses];

export type DeleteChannelEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type DeleteChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the channel, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteChannelEntryError = DeleteChannelEntryErrors[keyof DeleteChannelEntryErrors];

export type DeleteChannelEntryResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteChannelEntryResponse = DeleteChannelEntryResponses[keyof DeleteChannelEntryResponses];

export type GetChannelEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type GetChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetChannelEntryError = GetChannelEntryErrors[keyof GetChannelEntryErrors];

export type GetChannelEntryResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type GetChannelEntryResponse = GetChannelEntryResponses[keyof GetChannelEntryResponses];

export type PutChannelEntryData = {
    body: PutEntry;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags (`ETag`) from a read of all entries: the gateway writes only if one of them is still current
         */
        'If-Match'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
        /**
         * `*`: write only if there is no entry under the key
         */
        'If-None-Match'?: '*';
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type PutChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **A precondition of the write is not met.** No entity tag in `If-Match` is the current one of the channel, because another write changed it; or the key is missing with `If-Match: *`; or it exists with `If-None-Match: *`
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type PutChannelEntryError = PutChannelEntryErrors[keyof PutChannelEntryErrors];

export type PutChannelEntryResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: EntryReply | ExplanationReply;
};

export type PutChannelEntryResponse = PutChannelEntryResponses[keyof PutChannelEntryResponses];

export type DeleteCountersData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
        /**
         * The keys to delete: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * `true`: delete all keys
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type DeleteCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteCountersError = DeleteCountersErrors[keyof DeleteCountersErrors];

export type DeleteCountersResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteCountersResponse = DeleteCountersResponses[keyof DeleteCountersResponses];

export type GetCountersData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to read: comma-separated, as repeated parameters, or both
         */
        keys?: Array<string>;
        /**
         * The `nextCursor` of the previous page
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type GetCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetCountersError = GetCountersErrors[keyof GetCountersErrors];

export type GetCountersResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: CountersReply | ExplanationReply;
};

export type GetCountersResponse = GetCountersResponses[keyof GetCountersResponses];

export type ChangeCountersData = {
    body: PatchCounters;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type ChangeCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type ChangeCountersError = ChangeCountersErrors[keyof ChangeCountersErrors];

export type ChangeCountersResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: CountersReply | ExplanationReply;
};

export type ChangeCountersResponse = ChangeCountersResponses[keyof ChangeCountersResponses];

export type DeleteCounterData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
        /**
         * Vendor-specific options as JSON text, under the name of the vendor
         */
        options?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}';
};

export type DeleteCounterErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor requires an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include write access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request with this key is still in progress.** An earlier request with the same `Idempotency-Key` has not finished
     */
    409: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection, and a read-back did not show whether the write was applied
     */
    504: ProblemReply;
};

export type DeleteCounterError = DeleteCounterErrors[keyof DeleteCounterErrors];

export type DeleteCounterResponses = {
    /**
     * With `dryRun=true`: the vendor calls that the request would make
     */
    200: ExplanationReply;
    /**
     * Success
     */
    204: void;
};

export type DeleteCounterResponse = DeleteCounterResponses[keyof DeleteCounterResponses];

export type GetCounterData = {
    body?: never;
    headers?: {
        /**
         * The vendor's id of the user on whose behalf the vendor is called; by default the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: wait up to N seconds for quota, within the maximum that the gateway allows; if the forecast wait is longer, the reply is 429 at once
         */
        Prefer?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6
         */
        Priority?: string;
        /**
         * `max-age=N`: a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * Your own id for this request, up to 128 printable characters; the reply, problems and the log repeat it
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A connection that `GET /v1/connections` lists for your credentials
         */
        connection: string;
        /**
         * The type of the channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The vendor's id of the channel, or of the other user in a direct channel; percent-encoded (`/` is `%2F`)
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded
         */
        key: string;
    };
    query?: {
        /**
         * The id of a subchannel
         */
        subchannelId?: string;
        /**
         * `true`: reply with the exact vendor requests instead of sending them
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}';
};

export type GetCounterErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are valid, but they do not cover this connection or do not include read access
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **The connection does not exist.** No connection with this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **The address does not support this method.** The address exists, but not for this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor does not support this.** The vendor of this connection has no such operation here, or it stores one value per key and the request has several
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **No quota is available within the wait that the caller allows.** The vendor call would have to wait longer than `Prefer: wait=N` allows, for its turn or for the end of a cooldown after a 429 of the vendor; or the queue is full, or other writes to the same channel took too long
     */
    429: ProblemReply;
    /**
     * - `invalid-request`: **The request is not valid.** The header of the request, which has its address, is larger than 16 KiB
     */
    431: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor rejects the gateway's credentials.** The vendor rejects the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not reply in time.** The vendor did not reply within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetCounterError = GetCounterErrors[keyof GetCounterErrors];

export type GetCounterResponses = {
    /**
     * Success; with `dryRun=true`, the vendor calls that the request would make
     */
    200: CounterReply | ExplanationReply;
};

export type GetCounterResponse = GetCounterResponses[keyof GetCounterResponses];

export type BatchData = {
    body: Batch;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called, for operations without an `actorId`
         */
        'X-Actor-Id'?: string;
        /**
         * Up to 255 printable ASCII characters without spaces or quotes
         */
        'Idempotency-Key'?: string;
        /**
         * For every `get`, as on a single read: with `max-age=N` a reply of up to N seconds ago will do
         */
        'Cache-Control'?: string;
        /**
         * `u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default `u=6`, behind your single calls, for which nine tenths of what you get are kept
         */
        Priority?: string;
        /**
         * `wait=N`: each operation waits up to N seconds for quota
         */
        Prefer?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/batch';
};

export type BatchErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is larger than the configured limit
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The media type of the body is not supported.** This route does not read the `Content-Type`, the character set or the `Content-Encoding` of the request
     */
    415: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type BatchError = BatchErrors[keyof BatchErrors];

export type BatchResponses = {
    /**
     * Lines of JSON: `{id, status, reply}` or `{id, status, problem}` for each operation, in the order in which operations end; `{progress}` once a second; `{done: true, succeeded, failed}` at the end
     */
    200: BatchResult | BatchProgress | BatchEnd;
};

export type BatchResponse = BatchResponses[keyof BatchResponses];

export type EventsData = {
    body?: never;
    headers?: {
        /**
         * The `id` of the last event that the reader got; the stream continues after it
         */
        'Last-Event-ID'?: string;
    };
    path?: never;
    query?: {
        /**
         * `true`: keep the response open and send new events
         */
        follow?: 'true' | 'false';
    };
    url: '/v1/events';
};

export type EventsErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** The header `Authorization: Bearer …` is missing, or its API key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `not-acceptable`: **No media type in Accept is available.** The header `Accept` lists no media type that this route can reply with
     */
    406: ProblemReply;
    /**
     * - `internal`: **The gateway failed.** Unexpected error; the log has details under this request id
     */
    500: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor or the token issuer is unavailable.** The vendor fails or cannot be reached at any of its hosts, or its circuit is open after earlier failures; or the operator has set the `mode` of the connection to `off`, or to `read-only` and the call is a write; or the keys of the issuer of the token cannot be fetched
     */
    503: ProblemReply;
};

export type EventsError = EventsErrors[keyof EventsErrors];

export type EventsResponses = {
    /**
     * Server-sent events, one `sample` per second
     */
    200: unknown;
};

export type LiveData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/health/live';
};

export type LiveErrors = {
    /**
     * The Health Check is not successful
     */
    503: {
        status?: string;
        info?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        error?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        details?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        };
    };
};

export type LiveError = LiveErrors[keyof LiveErrors];

export type LiveResponses = {
    /**
     * The Health Check is successful
     */
    200: {
        status?: string;
        info?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        error?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        details?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        };
    };
};

export type LiveResponse = LiveResponses[keyof LiveResponses];

export type ReadyData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/health/ready';
};

export type ReadyErrors = {
    /**
     * The Health Check is not successful
     */
    503: {
        status?: string;
        info?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        error?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        details?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        };
    };
};

export type ReadyError = ReadyErrors[keyof ReadyErrors];

export type ReadyResponses = {
    /**
     * The Health Check is successful
     */
    200: {
        status?: string;
        info?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        error?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        } | null;
        details?: {
            [key: string]: {
                status: string;
                [key: string]: unknown;
            };
        };
    };
};

export type ReadyResponse = ReadyResponses[keyof ReadyResponses];

export type VersionData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/version';
};

export type VersionResponses = {
    200: VersionReply;
};

export type VersionResponse = VersionResponses[keyof VersionResponses];

export type MetricsData = {
    body?: never;
    path?: never;
    query?: never;
    url: '/metrics';
};

export type MetricsResponses = {
    200: unknown;
};
