// generated from openapi/gateway.json: `npm run openapi`
// @ts-nocheck

import type { Client, Options as Options2, TDataShape } from './client';
import { client } from './client.gen';
import type { AddMessageValuesData, AddMessageValuesErrors, AddMessageValuesResponses, BatchData, BatchErrors, BatchResponses, ChangeCountersData, ChangeCountersErrors, ChangeCountersResponses, ChangeMessageValuesData, ChangeMessageValuesErrors, ChangeMessageValuesResponses, ConnectionData, ConnectionErrors, ConnectionResponses, ConnectionsData, ConnectionsErrors, ConnectionsResponses, CreateLeaseData, CreateLeaseErrors, CreateLeaseResponses, DeleteChannelEntryData, DeleteChannelEntryErrors, DeleteChannelEntryResponses, DeleteChannelMetadataData, DeleteChannelMetadataErrors, DeleteChannelMetadataResponses, DeleteCounterData, DeleteCounterErrors, DeleteCounterResponses, DeleteCountersData, DeleteCountersErrors, DeleteCountersResponses, DeleteMessageEntryData, DeleteMessageEntryErrors, DeleteMessageEntryResponses, DeleteMessageMetadataData, DeleteMessageMetadataErrors, DeleteMessageMetadataResponses, EndCooldownData, EndCooldownErrors, EndCooldownResponses, EndLeaseData, EndLeaseErrors, EndLeaseResponses, EndSuspensionData, EndSuspensionErrors, EndSuspensionResponses, EventsData, EventsErrors, EventsResponses, GetChannelEntryData, GetChannelEntryErrors, GetChannelEntryResponses, GetChannelMetadataData, GetChannelMetadataErrors, GetChannelMetadataResponses, GetCounterData, GetCounterErrors, GetCounterResponses, GetCountersData, GetCountersErrors, GetCountersResponses, GetMessageEntryData, GetMessageEntryErrors, GetMessageEntryResponses, GetMessageMetadataData, GetMessageMetadataErrors, GetMessageMetadataResponses, GetMetadataOfMessagesData, GetMetadataOfMessagesErrors, GetMetadataOfMessagesResponses, LiveData, LiveErrors, LiveResponses, MetricsData, MetricsResponses, ProvidersData, ProvidersErrors, ProvidersResponses, PutChannelEntryData, PutChannelEntryErrors, PutChannelEntryResponses, PutMessageEntryData, PutMessageEntryErrors, PutMessageEntryResponses, QuotasData, QuotasErrors, QuotasResponses, ReadyData, ReadyErrors, ReadyResponses, RemoveMessageValuesData, RemoveMessageValuesErrors, RemoveMessageValuesResponses, SetChannelMetadataData, SetChannelMetadataErrors, SetChannelMetadataResponses, SetMessageMetadataData, SetMessageMetadataErrors, SetMessageMetadataResponses, VendorDeleteData, VendorDeleteErrors, VendorDeleteResponses, VendorGetData, VendorGetErrors, VendorGetResponses, VendorOptionsData, VendorOptionsErrors, VendorOptionsResponses, VendorPatchData, VendorPatchErrors, VendorPatchResponses, VendorPostData, VendorPostErrors, VendorPostResponses, VendorPutData, VendorPutErrors, VendorPutResponses, VersionData, VersionResponses } from './types.gen';

export type Options<TData extends TDataShape = TDataShape, ThrowOnError extends boolean = boolean, TResponse = unknown> = Options2<TData, ThrowOnError, TResponse> & {
    /**
     * You can provide a client instance returned by `createClient()` instead of
     * individual options. This might be also useful if you want to implement a
     * custom client.
     */
    client?: Client;
    /**
     * You can pass arbitrary values through the `meta` object. This can be
     * used to access values that aren't defined as part of the SDK function.
     */
    meta?: Record<string, unknown>;
};

class HeyApiClient {
    protected client: Client;
    
    constructor(args?: {
        client?: Client;
    }) {
        this.client = args?.client ?? client;
    }
}

class HeyApiRegistry<T> {
    private readonly defaultKey = 'default';
    
    private readonly instances: Map<string, T> = new Map();
    
    get(key?: string): T {
        const instance = this.instances.get(key ?? this.defaultKey);
        if (!instance) {
            throw new Error(`No SDK client found. Create one with "new Calls()" to fix this error.`);
        }
        return instance;
    }
    
    set(value: T, key?: string): void {
        this.instances.set(key ?? this.defaultKey, value);
    }
}

export class Calls extends HeyApiClient {
    public static readonly __registry = new HeyApiRegistry<Calls>();
    
    constructor(args?: {
        client?: Client;
        key?: string;
    }) {
        super(args);
        Calls.__registry.set(this, args?.key);
    }
    
    /**
     * List the supported vendors and their capabilities
     */
    public providers<ThrowOnError extends boolean = true>(options?: Options<ProvidersData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ProvidersResponses, ProvidersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/providers',
            ...options
        });
    }
    
    /**
     * List the connections that you may use
     */
    public connections<ThrowOnError extends boolean = true>(options?: Options<ConnectionsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ConnectionsResponses, ConnectionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections',
            ...options
        });
    }
    
    /**
     * Get one connection with its capabilities and quotas
     */
    public connection<ThrowOnError extends boolean = true>(options: Options<ConnectionData, ThrowOnError>) {
        return (options.client ?? this.client).get<ConnectionResponses, ConnectionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}',
            ...options
        });
    }
    
    /**
     * Get the current state of the quotas of a connection
     */
    public quotas<ThrowOnError extends boolean = true>(options: Options<QuotasData, ThrowOnError>) {
        return (options.client ?? this.client).get<QuotasResponses, QuotasErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/quotas',
            ...options
        });
    }
    
    /**
     * End the cooldown of a quota on all replicas
     */
    public endCooldown<ThrowOnError extends boolean = true>(options: Options<EndCooldownData, ThrowOnError>) {
        return (options.client ?? this.client).delete<EndCooldownResponses, EndCooldownErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/quotas/{quota}/cooldown',
            ...options
        });
    }
    
    /**
     * End the suspended share of a replica that has ended
     */
    public endSuspension<ThrowOnError extends boolean = true>(options: Options<EndSuspensionData, ThrowOnError>) {
        return (options.client ?? this.client).delete<EndSuspensionResponses, EndSuspensionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/quotas/{quota}/suspended-shares/{replica}',
            ...options
        });
    }
    
    /**
     * Take tokens for a vendor call of your own
     */
    public createLease<ThrowOnError extends boolean = true>(options: Options<CreateLeaseData, ThrowOnError>) {
        return (options.client ?? this.client).post<CreateLeaseResponses, CreateLeaseErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/leases',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * End a lease
     */
    public endLease<ThrowOnError extends boolean = true>(options: Options<EndLeaseData, ThrowOnError>) {
        return (options.client ?? this.client).delete<EndLeaseResponses, EndLeaseErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/leases/{lease}',
            ...options
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorDelete<ThrowOnError extends boolean = true>(options: Options<VendorDeleteData, ThrowOnError>) {
        return (options.client ?? this.client).delete<VendorDeleteResponses, VendorDeleteErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorGet<ThrowOnError extends boolean = true>(options: Options<VendorGetData, ThrowOnError>) {
        return (options.client ?? this.client).get<VendorGetResponses, VendorGetErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorOptions<ThrowOnError extends boolean = true>(options: Options<VendorOptionsData, ThrowOnError>) {
        return (options.client ?? this.client).options<VendorOptionsResponses, VendorOptionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorPatch<ThrowOnError extends boolean = true>(options: Options<VendorPatchData, ThrowOnError>) {
        return (options.client ?? this.client).patch<VendorPatchResponses, VendorPatchErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorPost<ThrowOnError extends boolean = true>(options: Options<VendorPostData, ThrowOnError>) {
        return (options.client ?? this.client).post<VendorPostResponses, VendorPostErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Make a call of the vendor that the configuration lists
     */
    public vendorPut<ThrowOnError extends boolean = true>(options: Options<VendorPutData, ThrowOnError>) {
        return (options.client ?? this.client).put<VendorPutResponses, VendorPutErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/vendor/{path}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete several keys, or all
     */
    public deleteMessageMetadata<ThrowOnError extends boolean = true>(options: Options<DeleteMessageMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteMessageMetadataResponses, DeleteMessageMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata',
            ...options
        });
    }
    
    /**
     * Read entries
     */
    public getMessageMetadata<ThrowOnError extends boolean = true>(options: Options<GetMessageMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetMessageMetadataResponses, GetMessageMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata',
            ...options
        });
    }
    
    /**
     * Set several keys
     */
    public setMessageMetadata<ThrowOnError extends boolean = true>(options: Options<SetMessageMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).patch<SetMessageMetadataResponses, SetMessageMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Add and remove values of several keys
     */
    public changeMessageValues<ThrowOnError extends boolean = true>(options: Options<ChangeMessageValuesData, ThrowOnError>) {
        return (options.client ?? this.client).patch<ChangeMessageValuesResponses, ChangeMessageValuesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/values',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete one key
     */
    public deleteMessageEntry<ThrowOnError extends boolean = true>(options: Options<DeleteMessageEntryData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteMessageEntryResponses, DeleteMessageEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}',
            ...options
        });
    }
    
    /**
     * Read one entry
     */
    public getMessageEntry<ThrowOnError extends boolean = true>(options: Options<GetMessageEntryData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetMessageEntryResponses, GetMessageEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}',
            ...options
        });
    }
    
    /**
     * Set one key
     */
    public putMessageEntry<ThrowOnError extends boolean = true>(options: Options<PutMessageEntryData, ThrowOnError>) {
        return (options.client ?? this.client).put<PutMessageEntryResponses, PutMessageEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Remove values from a multi-valued entry
     */
    public removeMessageValues<ThrowOnError extends boolean = true>(options: Options<RemoveMessageValuesData, ThrowOnError>) {
        return (options.client ?? this.client).delete<RemoveMessageValuesResponses, RemoveMessageValuesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values',
            ...options
        });
    }
    
    /**
     * Add values to a multi-valued entry
     */
    public addMessageValues<ThrowOnError extends boolean = true>(options: Options<AddMessageValuesData, ThrowOnError>) {
        return (options.client ?? this.client).post<AddMessageValuesResponses, AddMessageValuesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/{messageId}/metadata/{key}/values',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Read the entries of several messages
     */
    public getMetadataOfMessages<ThrowOnError extends boolean = true>(options: Options<GetMetadataOfMessagesData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetMetadataOfMessagesResponses, GetMetadataOfMessagesErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/messages/metadata',
            ...options
        });
    }
    
    /**
     * Delete several keys, or all
     */
    public deleteChannelMetadata<ThrowOnError extends boolean = true>(options: Options<DeleteChannelMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteChannelMetadataResponses, DeleteChannelMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata',
            ...options
        });
    }
    
    /**
     * Read entries
     */
    public getChannelMetadata<ThrowOnError extends boolean = true>(options: Options<GetChannelMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetChannelMetadataResponses, GetChannelMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata',
            ...options
        });
    }
    
    /**
     * Set several keys
     */
    public setChannelMetadata<ThrowOnError extends boolean = true>(options: Options<SetChannelMetadataData, ThrowOnError>) {
        return (options.client ?? this.client).patch<SetChannelMetadataResponses, SetChannelMetadataErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete one key
     */
    public deleteChannelEntry<ThrowOnError extends boolean = true>(options: Options<DeleteChannelEntryData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteChannelEntryResponses, DeleteChannelEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}',
            ...options
        });
    }
    
    /**
     * Read one entry
     */
    public getChannelEntry<ThrowOnError extends boolean = true>(options: Options<GetChannelEntryData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetChannelEntryResponses, GetChannelEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}',
            ...options
        });
    }
    
    /**
     * Set one key
     */
    public putChannelEntry<ThrowOnError extends boolean = true>(options: Options<PutChannelEntryData, ThrowOnError>) {
        return (options.client ?? this.client).put<PutChannelEntryResponses, PutChannelEntryErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/metadata/{key}',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete several counters, or all
     */
    public deleteCounters<ThrowOnError extends boolean = true>(options: Options<DeleteCountersData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteCountersResponses, DeleteCountersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters',
            ...options
        });
    }
    
    /**
     * Read counters
     */
    public getCounters<ThrowOnError extends boolean = true>(options: Options<GetCountersData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetCountersResponses, GetCountersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters',
            ...options
        });
    }
    
    /**
     * Set, increase or decrease counters
     */
    public changeCounters<ThrowOnError extends boolean = true>(options: Options<ChangeCountersData, ThrowOnError>) {
        return (options.client ?? this.client).patch<ChangeCountersResponses, ChangeCountersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Delete one counter
     */
    public deleteCounter<ThrowOnError extends boolean = true>(options: Options<DeleteCounterData, ThrowOnError>) {
        return (options.client ?? this.client).delete<DeleteCounterResponses, DeleteCounterErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}',
            ...options
        });
    }
    
    /**
     * Read one counter
     */
    public getCounter<ThrowOnError extends boolean = true>(options: Options<GetCounterData, ThrowOnError>) {
        return (options.client ?? this.client).get<GetCounterResponses, GetCounterErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/channels/{channelType}/{channelId}/counters/{key}',
            ...options
        });
    }
    
    /**
     * Carry out up to 10,000 operations
     */
    public batch<ThrowOnError extends boolean = true>(options: Options<BatchData, ThrowOnError>) {
        return (options.client ?? this.client).post<BatchResponses, BatchErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/batch',
            ...options,
            headers: {
                'Content-Type': 'application/json',
                ...options.headers
            }
        });
    }
    
    /**
     * Stream live figures of the connections
     */
    public events<ThrowOnError extends boolean = true>(options?: Options<EventsData, ThrowOnError, unknown>) {
        return (options?.client ?? this.client).sse.get<EventsResponses, EventsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/events',
            ...options
        });
    }
    
    /**
     * Liveness probe
     */
    public live<ThrowOnError extends boolean = true>(options?: Options<LiveData, ThrowOnError>) {
        return (options?.client ?? this.client).get<LiveResponses, LiveErrors, ThrowOnError>({ url: '/health/live', ...options });
    }
    
    /**
     * Readiness probe
     */
    public ready<ThrowOnError extends boolean = true>(options?: Options<ReadyData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ReadyResponses, ReadyErrors, ThrowOnError>({ url: '/health/ready', ...options });
    }
    
    /**
     * Name, version and Node version of the gateway
     */
    public version<ThrowOnError extends boolean = true>(options?: Options<VersionData, ThrowOnError>) {
        return (options?.client ?? this.client).get<VersionResponses, unknown, ThrowOnError>({ url: '/version', ...options });
    }
    
    /**
     * Prometheus metrics
     */
    public metrics<ThrowOnError extends boolean = true>(options?: Options<MetricsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<MetricsResponses, unknown, ThrowOnError>({ url: '/metrics', ...options });
    }
}
