// generated from openapi/gateway.json: `npm run openapi`
// @ts-nocheck

export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

export type FieldErrorReply = {
    /**
     * Pointer into the body, or `query/…`, `path/…`, `header/…`
     */
    pointer: string;
    reason: string;
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
    code: 'invalid-request' | 'unauthenticated' | 'forbidden' | 'connection-not-found' | 'target-not-found' | 'entry-not-found' | 'route-not-found' | 'method-not-allowed' | 'not-acceptable' | 'unsupported-media-type' | 'idempotency-in-progress' | 'idempotency-key-reused' | 'precondition-failed' | 'payload-too-large' | 'unsupported-by-provider' | 'provider-limit' | 'quota-exhausted' | 'upstream-throttled' | 'upstream-auth-failed' | 'upstream-not-enabled' | 'upstream-refused' | 'upstream-malformed' | 'upstream-unavailable' | 'limiter-unavailable' | 'shutting-down' | 'upstream-timeout' | 'internal';
    requestId: string;
    errors?: Array<FieldErrorReply>;
    retryAfterMs?: number;
    violatedQuotas?: Array<string>;
    /**
     * What the vendor did of a write that failed
     */
    applied?: 'no' | 'yes' | 'unknown' | {
        keys: Array<string>;
    };
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
     * The vendor's page
     */
    source: string;
};

export type ProviderDescription = {
    name: string;
    title: string;
    /**
     * `{resource: {channelType: {verb: {support, how?, atomic?}}}}`; `support` is native, emulated or unsupported
     */
    capabilities: {
        [key: string]: unknown;
    };
    limits: Array<LimitReply>;
    /**
     * What is lost in translation
     */
    lost: Array<string>;
};

export type ProvidersReply = {
    providers: Array<ProviderDescription>;
};

export type ConnectionName = {
    name: string;
    provider: string;
};

export type ConnectionsReply = {
    connections: Array<ConnectionName>;
};

export type QuotaReply = {
    name: string;
    /**
     * Tokens
     */
    limit: number;
    windowMs: number;
    /**
     * Tokens of vendor calls in flight
     */
    inFlight: number;
    /**
     * Tokens that come back within a window
     */
    resting: number;
    free: number;
    /**
     * Callers in line
     */
    waiting: number;
    waitForecastMs: number;
    /**
     * The most that any window has seen
     */
    worstWindow: number;
    /**
     * What is left of the vendor's pause; 0: none
     */
    coolingDownMs: number;
};

export type ConnectionReply = {
    name: string;
    provider: string;
    capabilities: {
        [key: string]: unknown;
    };
    quotas: Array<QuotaReply>;
};

export type QuotasReply = {
    quotas: Array<QuotaReply>;
};

export type DrawReply = {
    quota: string;
    tokens: number;
};

export type StepReply = {
    method: string;
    url: string;
    headers: {
        [key: string]: string;
    };
    body?: string;
    draws: Array<DrawReply>;
    dependsOnReply?: boolean;
};

export type ExplanationReply = {
    steps: Array<StepReply>;
    waitForecastMs: number;
    warnings: Array<string>;
};

export type EntryReply = {
    key: string;
    /**
     * The first of `values`
     */
    value?: string;
    values: Array<string>;
    /**
     * Only where the vendor says it for each entry
     */
    updatedAt?: string;
};

export type EntriesReply = {
    entries: Array<EntryReply>;
    /**
     * There may be more: pass it as `cursor`
     */
    nextCursor?: string;
};

export type EntryBody = {
    /**
     * The one value; give this or `values`
     */
    value?: string;
    /**
     * All values in their order; give this or `value`
     */
    values?: Array<string>;
    /**
     * The caller's own text, never changed
     */
    key: string;
};

export type PatchEntries = {
    entries: Array<EntryBody>;
    /**
     * Vendor-only switches under the vendor's name; other vendors' are passed over
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type PutEntry = {
    /**
     * The one value; give this or `values`
     */
    value?: string;
    /**
     * All values in their order; give this or `value`
     */
    values?: Array<string>;
    /**
     * Vendor-only switches under the vendor's name; other vendors' are passed over
     */
    options?: {
        [key: string]: {
            [key: string]: unknown;
        };
    };
};

export type AddValues = {
    values: Array<string>;
};

export type CounterReply = {
    key: string;
    value: number;
};

export type CountersReply = {
    counters: Array<CounterReply>;
};

export type CounterChangeBody = {
    key: string;
    op: 'set' | 'increase' | 'decrease';
    amount: number;
};

export type PatchCounters = {
    counters: Array<CounterChangeBody>;
};

export type BatchOperation = {
    /**
     * Comes back in the line of this operation
     */
    id: string;
    connection: string;
    channelType: 'direct' | 'group' | 'community' | 'open';
    channelId: string;
    /**
     * Metadata of this message; without it, of the channel
     */
    messageId?: string;
    /**
     * Community channels only
     */
    subchannelId?: string;
    verb: 'get' | 'set' | 'delete';
    /**
     * What to set
     */
    entries?: Array<EntryBody>;
    /**
     * What to delete; of a get, what to read
     */
    keys?: Array<string>;
    /**
     * As `X-Actor-Id`, which holds where this is left out
     */
    actorId?: string;
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
     * Of the operation; not where it had none that could be used
     */
    id?: string;
    /**
     * Where there is no id: its place, from 1 on
     */
    line?: number;
    status: number;
    /**
     * Not for deletes
     */
    reply?: EntriesReply;
    problem?: ProblemReply;
};

export type BatchCounts = {
    /**
     * Operations that have come in
     */
    received: number;
    succeeded: number;
    failed: number;
};

export type BatchProgress = {
    progress: BatchCounts;
};

export type BatchEnd = {
    done: true;
    succeeded: number;
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
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
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
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
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
         * A configured vendor account
         */
        connection: string;
    };
    query?: never;
    url: '/v1/connections/{connection}';
};

export type ConnectionErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
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
         * A configured vendor account
         */
        connection: string;
    };
    query?: never;
    url: '/v1/connections/{connection}/quotas';
};

export type QuotasErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
};

export type QuotasError = QuotasErrors[keyof QuotasErrors];

export type QuotasResponses = {
    200: QuotasReply;
};

export type QuotasResponse = QuotasResponses[keyof QuotasResponses];

export type DeleteMessageMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to delete: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * Every key is meant
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type DeleteMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteMessageMetadataError = DeleteMessageMetadataErrors[keyof DeleteMessageMetadataErrors];

export type DeleteMessageMetadataResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteMessageMetadataResponse = DeleteMessageMetadataResponses[keyof DeleteMessageMetadataResponses];

export type GetMessageMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * Only these keys: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * `nextCursor` of the reply before: the page after it
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type GetMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetMessageMetadataError = GetMessageMetadataErrors[keyof GetMessageMetadataErrors];

export type GetMessageMetadataResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntriesReply | ExplanationReply;
};

export type GetMessageMetadataResponse = GetMessageMetadataResponses[keyof GetMessageMetadataResponses];

export type SetMessageMetadataData = {
    body: PatchEntries;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata';
};

export type SetMessageMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type SetMessageMetadataError = SetMessageMetadataErrors[keyof SetMessageMetadataErrors];

export type SetMessageMetadataResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntriesReply | ExplanationReply;
};

export type SetMessageMetadataResponse = SetMessageMetadataResponses[keyof SetMessageMetadataResponses];

export type DeleteMessageEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type DeleteMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteMessageEntryError = DeleteMessageEntryErrors[keyof DeleteMessageEntryErrors];

export type DeleteMessageEntryResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteMessageEntryResponse = DeleteMessageEntryResponses[keyof DeleteMessageEntryResponses];

export type GetMessageEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type GetMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetMessageEntryError = GetMessageEntryErrors[keyof GetMessageEntryErrors];

export type GetMessageEntryResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type GetMessageEntryResponse = GetMessageEntryResponses[keyof GetMessageEntryResponses];

export type PutMessageEntryData = {
    body: PutEntry;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}';
};

export type PutMessageEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type PutMessageEntryError = PutMessageEntryErrors[keyof PutMessageEntryErrors];

export type PutMessageEntryResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type PutMessageEntryResponse = PutMessageEntryResponses[keyof PutMessageEntryResponses];

export type RemoveMessageValuesData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * A value to take away; repeated for several (a comma is part of the value)
         */
        values: Array<string>;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values';
};

export type RemoveMessageValuesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type RemoveMessageValuesError = RemoveMessageValuesErrors[keyof RemoveMessageValuesErrors];

export type RemoveMessageValuesResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type RemoveMessageValuesResponse = RemoveMessageValuesResponses[keyof RemoveMessageValuesResponses];

export type AddMessageValuesData = {
    body: AddValues;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The id that the vendor gave the message, percent-encoded
         */
        messageId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values';
};

export type AddMessageValuesErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the message now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type AddMessageValuesError = AddMessageValuesErrors[keyof AddMessageValuesErrors];

export type AddMessageValuesResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type AddMessageValuesResponse = AddMessageValuesResponses[keyof AddMessageValuesResponses];

export type DeleteChannelMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to delete: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * Every key is meant
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type DeleteChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the channel now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteChannelMetadataError = DeleteChannelMetadataErrors[keyof DeleteChannelMetadataErrors];

export type DeleteChannelMetadataResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteChannelMetadataResponse = DeleteChannelMetadataResponses[keyof DeleteChannelMetadataResponses];

export type GetChannelMetadataData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * Only these keys: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * `nextCursor` of the reply before: the page after it
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type GetChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetChannelMetadataError = GetChannelMetadataErrors[keyof GetChannelMetadataErrors];

export type GetChannelMetadataResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntriesReply | ExplanationReply;
};

export type GetChannelMetadataResponse = GetChannelMetadataResponses[keyof GetChannelMetadataResponses];

export type SetChannelMetadataData = {
    body: PatchEntries;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata';
};

export type SetChannelMetadataErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the channel now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type SetChannelMetadataError = SetChannelMetadataErrors[keyof SetChannelMetadataErrors];

export type SetChannelMetadataResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntriesReply | ExplanationReply;
};

export type SetChannelMetadataResponse = SetChannelMetadataResponses[keyof SetChannelMetadataResponses];

export type DeleteChannelEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type DeleteChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the channel now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteChannelEntryError = DeleteChannelEntryErrors[keyof DeleteChannelEntryErrors];

export type DeleteChannelEntryResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteChannelEntryResponse = DeleteChannelEntryResponses[keyof DeleteChannelEntryResponses];

export type GetChannelEntryData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type GetChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetChannelEntryError = GetChannelEntryErrors[keyof GetChannelEntryErrors];

export type GetChannelEntryResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type GetChannelEntryResponse = GetChannelEntryResponses[keyof GetChannelEntryResponses];

export type PutChannelEntryData = {
    body: PutEntry;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * Entity tags of a read of the whole place: the write is made only while one of them is still right
         */
        'If-Match'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}';
};

export type PutChannelEntryErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `precondition-failed`: **The metadata has changed.** None of the tags in `If-Match` is that of the channel now: somebody else has written
     */
    412: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type PutChannelEntryError = PutChannelEntryErrors[keyof PutChannelEntryErrors];

export type PutChannelEntryResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: EntryReply | ExplanationReply;
};

export type PutChannelEntryResponse = PutChannelEntryResponses[keyof PutChannelEntryResponses];

export type DeleteCountersData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * The keys to delete: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * Every key is meant
         */
        all?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type DeleteCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteCountersError = DeleteCountersErrors[keyof DeleteCountersErrors];

export type DeleteCountersResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteCountersResponse = DeleteCountersResponses[keyof DeleteCountersResponses];

export type GetCountersData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
        /**
         * Only these keys: comma-separated, repeated, or both
         */
        keys?: Array<string>;
        /**
         * `nextCursor` of the reply before: the page after it
         */
        cursor?: string;
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type GetCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetCountersError = GetCountersErrors[keyof GetCountersErrors];

export type GetCountersResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: CountersReply | ExplanationReply;
};

export type GetCountersResponse = GetCountersResponses[keyof GetCountersResponses];

export type ChangeCountersData = {
    body: PatchCounters;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters';
};

export type ChangeCountersErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type ChangeCountersError = ChangeCountersErrors[keyof ChangeCountersErrors];

export type ChangeCountersResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: CountersReply | ExplanationReply;
};

export type ChangeCountersResponse = ChangeCountersResponses[keyof ChangeCountersResponses];

export type DeleteCounterData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * Up to 255 printable characters: the call is carried out once however often it is sent, and its answer is remembered for a day
         */
        'Idempotency-Key'?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}';
};

export type DeleteCounterErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or the vendor wants an acting user and neither `X-Actor-Id` nor the connection names one
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this write
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `idempotency-in-progress`: **The first request is still running.** A request with the same `Idempotency-Key` has not ended yet
     */
    409: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection, and reading back did not show what became of the write
     */
    504: ProblemReply;
};

export type DeleteCounterError = DeleteCounterErrors[keyof DeleteCounterErrors];

export type DeleteCounterResponses = {
    /**
     * With `dryRun=true`
     */
    200: ExplanationReply;
    /**
     * Done
     */
    204: void;
};

export type DeleteCounterResponse = DeleteCounterResponses[keyof DeleteCounterResponses];

export type GetCounterData = {
    body?: never;
    headers?: {
        /**
         * The vendor’s id of the user on whose behalf it is called; else the `defaultActorId` of the connection
         */
        'X-Actor-Id'?: string;
        /**
         * `wait=N`: seconds to wait for quota, up to the most that the gateway allows; where the forecast is later, 429 at once
         */
        Prefer?: string;
        /**
         * An id of your own for this request, up to 128 printable characters: comes back in the reply, in problems and in the log
         */
        'X-Request-Id'?: string;
    };
    path: {
        /**
         * A vendor account, by a name that `GET /v1/connections` lists for these credentials
         */
        connection: string;
        /**
         * The kind of channel
         */
        channelType: 'direct' | 'group' | 'community' | 'open';
        /**
         * The id that the vendor knows the channel by, percent-encoded (`/` is `%2F`); never re-cased or trimmed
         */
        channelId: string;
        /**
         * The key of one entry, percent-encoded; never re-cased or trimmed
         */
        key: string;
    };
    query?: {
        /**
         * The part of a community channel, where it has parts; refused elsewhere
         */
        subchannelId?: string;
        /**
         * Answer with the exact vendor calls instead of making them; nothing is spent
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}';
};

export type GetCounterErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `forbidden`: **These credentials do not allow this.** The credentials are good, but not for this connection or not for this read
     */
    403: ProblemReply;
    /**
     * - `connection-not-found`: **There is no such connection.** No connection of this name is configured
     */
    404: ProblemReply;
    /**
     * - `method-not-allowed`: **This address has no such method.** The address is served, not by this method
     */
    405: ProblemReply;
    /**
     * - `not-acceptable`: **No acceptable form of the answer.** `Accept` names no form that this route answers in
     */
    406: ProblemReply;
    /**
     * - `unsupported-by-provider`: **The vendor has no such thing.** The vendor behind this connection cannot do this here, or holds one value a key where several were given
     */
    422: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `upstream-auth-failed`: **The vendor does not accept our credentials.** The vendor refuses the credentials of the connection, not those of the caller
     */
    502: ProblemReply;
    /**
     * - `upstream-unavailable`: **The vendor is not available.** The vendor fails or is not reached at any of its hosts, or its circuit is open because it failed before
     */
    503: ProblemReply;
    /**
     * - `upstream-timeout`: **The vendor did not answer in time.** No answer within the timeout of the connection
     */
    504: ProblemReply;
};

export type GetCounterError = GetCounterErrors[keyof GetCounterErrors];

export type GetCounterResponses = {
    /**
     * Done; with `dryRun=true` the explanation
     */
    200: CounterReply | ExplanationReply;
};

export type GetCounterResponse = GetCounterResponses[keyof GetCounterResponses];

export type BatchData = {
    body: Batch;
    headers?: {
        /**
         * For operations without an `actorId`
         */
        'X-Actor-Id'?: string;
        /**
         * Up to 255 printable characters: sent again, a batch carries out what is left of it
         */
        'Idempotency-Key'?: string;
        /**
         * `wait=N`: seconds that each operation may wait for quota; without it as long as it takes
         */
        Prefer?: string;
    };
    path?: never;
    query?: never;
    url: '/v1/batch';
};

export type BatchErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `payload-too-large`: **The body is too large.** The body is longer than the gateway is configured to read
     */
    413: ProblemReply;
    /**
     * - `unsupported-media-type`: **The body is in no form that is understood.** `Content-Type` or `Content-Encoding` is none that this route reads
     */
    415: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `limiter-unavailable`: **No safe quota is available.** Redis is lost and this replica has no share of the quota that is safe to use
     */
    503: ProblemReply;
};

export type BatchError = BatchErrors[keyof BatchErrors];

export type BatchResponses = {
    /**
     * A line `{id, status, reply | problem}` as each operation ends, in any order; `{progress}` once a second; the last line is `{done: true, succeeded, failed}`
     */
    200: BatchResult | BatchProgress | BatchEnd;
};

export type BatchResponse = BatchResponses[keyof BatchResponses];

export type EventsData = {
    body?: never;
    headers?: {
        /**
         * The `id` of the last event that was read: what came after it is told
         */
        'Last-Event-ID'?: string;
    };
    path?: never;
    query?: {
        /**
         * `true`: what comes is told too; else only what is remembered
         */
        follow?: 'true' | 'false';
    };
    url: '/v1/events';
};

export type EventsErrors = {
    /**
     * - `invalid-request`: **The request is not valid.** The address, a parameter, a header or the body breaks a rule, or something is missing
     */
    400: ProblemReply;
    /**
     * - `unauthenticated`: **Credentials are missing or wrong.** There is no `Authorization: Bearer …`, or its key or token is unknown, expired or not yet valid
     */
    401: ProblemReply;
    /**
     * - `quota-exhausted`: **The quota is used up for longer than the caller waits.** The wait for tokens is forecast to be longer than `Prefer: wait=N` allows, or the line is full; `violatedQuotas` names them
     */
    429: ProblemReply;
    /**
     * - `internal`: **Something went wrong in the gateway.** A fault of the gateway; the log has it under `requestId`
     */
    500: ProblemReply;
    /**
     * - `shutting-down`: **This replica is shutting down.** The replica was told to end, or is overloaded, and takes no new call
     */
    503: ProblemReply;
};

export type EventsError = EventsErrors[keyof EventsErrors];

export type EventsResponses = {
    /**
     * Server-sent events, a `sample` a second
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
