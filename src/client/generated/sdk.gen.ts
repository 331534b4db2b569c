// generated from openapi/gateway.json: `npm run openapi`
// @ts-nocheck

import type { Client, Options as Options2, TDataShape } from './client';
import { client } from './client.gen';
import type { AddMessageValuesData, AddMessageValuesErrors, AddMessageValuesResponses, BatchData, BatchErrors, BatchResponses, ChangeCountersData, ChangeCountersErrors, ChangeCountersResponses, ConnectionData, ConnectionErrors, ConnectionResponses, ConnectionsData, ConnectionsErrors, ConnectionsResponses, DeleteChannelEntryData, DeleteChannelEntryErrors, DeleteChannelEntryResponses, DeleteChannelMetadataData, DeleteChannelMetadataErrors, DeleteChannelMetadataResponses, DeleteCounterData, DeleteCounterErrors, DeleteCounterResponses, DeleteCountersData, DeleteCountersErrors, DeleteCountersResponses, DeleteMessageEntryData, DeleteMessageEntryErrors, DeleteMessageEntryResponses, DeleteMessageMetadataData, DeleteMessageMetadataErrors, DeleteMessageMetadataResponses, EventsData, EventsErrors, EventsResponse, EventsResponses, GetChannelEntryData, GetChannelEntryErrors, GetChannelEntryResponses, GetChannelMetadataData, GetChannelMetadataErrors, GetChannelMetadataResponses, GetCounterData, GetCounterErrors, GetCounterResponses, GetCountersData, GetCountersErrors, GetCountersResponses, GetMessageEntryData, GetMessageEntryErrors, GetMessageEntryResponses, GetMessageMetadataData, GetMessageMetadataErrors, GetMessageMetadataResponses, LiveData, LiveErrors, LiveResponses, MetricsData, MetricsResponses, ProvidersData, ProvidersErrors, ProvidersResponses, PutChannelEntryData, PutChannelEntryErrors, PutChannelEntryResponses, PutMessageEntryData, PutMessageEntryErrors, PutMessageEntryResponses, QuotasData, QuotasErrors, QuotasResponses, ReadyData, ReadyErrors, ReadyResponses, RemoveMessageValuesData, RemoveMessageValuesErrors, RemoveMessageValuesResponses, SetChannelMetadataData, SetChannelMetadataErrors, SetChannelMetadataResponses, SetMessageMetadataData, SetMessageMetadataErrors, SetMessageMetadataResponses, VersionData, VersionResponses } from './types.gen';

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
     * What each vendor can do
     */
    public providers<ThrowOnError extends boolean = true>(options?: Options<ProvidersData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ProvidersResponses, ProvidersErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/providers',
            ...options
        });
    }
    
    /**
     * The connections you may use
     */
    public connections<ThrowOnError extends boolean = true>(options?: Options<ConnectionsData, ThrowOnError>) {
        return (options?.client ?? this.client).get<ConnectionsResponses, ConnectionsErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections',
            ...options
        });
    }
    
    /**
     * One connection
     */
    public connection<ThrowOnError extends boolean = true>(options: Options<ConnectionData, ThrowOnError>) {
        return (options.client ?? this.client).get<ConnectionResponses, ConnectionErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}',
            ...options
        });
    }
    
    /**
     * The quotas of a connection as they stand
     */
    public quotas<ThrowOnError extends boolean = true>(options: Options<QuotasData, ThrowOnError>) {
        return (options.client ?? this.client).get<QuotasResponses, QuotasErrors, ThrowOnError>({
            security: [{ scheme: 'bearer', type: 'http' }],
            url: '/v1/connections/{connection}/quotas',
            ...options
        });
    }
    
    /**
     * Delete several keys, or all
     *
     * A key that is not there is no error.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | group | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | community | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | given keys in one request; all=true reads the keys first |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | given keys in one request; all=true reads the keys first |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | group | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | community | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | the message is viewed with its values; given keys are picked from it |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | the message is viewed with its values; given keys are picked from it |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     *
     * Each named key then has exactly these values; other keys are untouched.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | group | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | community | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | emulated, not atomic | a read, then at most three writes that add and remove values, and one that creates keys in the legacy form; a key is never absent on the way |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | emulated, not atomic | a read, then at most three writes that add and remove values, and one that creates keys in the legacy form; a key is never absent on the way |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     * Delete one key
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | group | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | community | native | up to 100 keys in one call; all=true reads the keys first |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | given keys in one request; all=true reads the keys first |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | given keys in one request; all=true reads the keys first |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | group | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | community | native | pages of 300 entries; given keys are picked from them |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | the message is viewed with its values; given keys are picked from it |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | the message is viewed with its values; given keys are picked from it |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | group | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | community | native | up to 100 keys in one call, all or none; more go in several calls |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | emulated, not atomic | a read, then at most three writes that add and remove values, and one that creates keys in the legacy form; a key is never absent on the way |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | emulated, not atomic | a read, then at most three writes that add and remove values, and one that creates keys in the legacy form; a key is never absent on the way |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     * Take values from a multi-valued entry
     *
     * Values that are not there are no error.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native |  |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native |  |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     *
     * Values that are there already are not added again.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | values that are there already are not added again |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | values that are there already are not added again |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 32 characters (direct, group, community)
     * - values: 4096 characters (direct, group, community)
     * - values under a key: 1 values (direct, group, community)
     * - keys in one place: 300 keys (direct, group, community)
     * - keys set by one call: 100 keys per call (direct, group, community)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 80 bytes (group, open)
     * - values: 128 bytes (group, open)
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
     * Delete several keys, or all
     *
     * A key that is not there is no error.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | one key alone, several 20 at a time; all=true reads first |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | all in one request; given keys in one request each |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | all in one request; given keys in one request each |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | all entries, or up to 100 given keys in one call |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native |  |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native |  |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * Each named key then has exactly these values; other keys are untouched.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | one key alone, several 20 at a time; a batch takes ownership |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | updates and adds in one request |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | updates and adds in one request |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | one key alone, several 20 at a time; all=true reads first |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | all in one request; given keys in one request each |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | all in one request; given keys in one request each |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | all entries, or up to 100 given keys in one call |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native |  |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native |  |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | native | one key alone, several 20 at a time; a batch takes ownership |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | updates and adds in one request |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | updates and adds in one request |
     *
     * Limits of Nexconn (RongCloud):
     *
     * - keys: letters, digits and + = - _ only: 128 characters (open)
     * - values: 4096 characters (open)
     * - values under a key: 1 values (open)
     * - keys in one place: 100 keys (open)
     * - keys set by one call: 20 keys per call (open)
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: 190 bytes (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | all in one request; given keys in one request each |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | all in one request; given keys in one request each |
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: whole numbers (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native |  |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native |  |
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: whole numbers (group, open)
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
     *
     * Answers the values after the change. A counter that is not there starts at 0.
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | one request for each of set, increase and decrease |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | one request for each of set, increase and decrease |
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: whole numbers (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native | all in one request; given keys in one request each |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native | all in one request; given keys in one request each |
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: whole numbers (group, open)
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
     *
     * | vendor | channel | support | how |
     * | --- | --- | --- | --- |
     * | Nexconn (RongCloud) | direct | unsupported |  |
     * | Nexconn (RongCloud) | group | unsupported |  |
     * | Nexconn (RongCloud) | community | unsupported |  |
     * | Nexconn (RongCloud) | open | unsupported |  |
     * | Sendbird | direct | unsupported |  |
     * | Sendbird | group | native |  |
     * | Sendbird | community | unsupported |  |
     * | Sendbird | open | native |  |
     *
     * Limits of Sendbird:
     *
     * - keys: anything but a comma, and neither . nor ..: 128 bytes (group, open)
     * - values: whole numbers (group, open)
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
     *
     * Operations on one target keep their order, others run side by side as the quotas allow, and writes that one vendor call can carry go together. What is wrong with one operation is its own answer; the body as a whole is refused only where it is no list of operations with an id of their own. As `application/x-ndjson`, an operation on each line, the body is carried out while it comes in. Nothing is begun while the answers wait for a slow reader, and hanging up stops what has not begun.
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
     * Watch the connections work
     *
     * Server-sent events of the connections that you may use.
     *
     * First, and when something in it changes, comes `connections`: `{everyMs, keptMs, quotaFigures, connections: [{name, provider, title,
     * quotas: [{name, windowMs}]}]}`. Then a `sample` for every second of the last five minutes, and with
     * `follow=true` one more every second: `{atMs, connections: [{name, quotas, hosts, fleet, waits?, calls?, failed?, refused?,
     * merged?}]}`. Quotas are lists of figures (limit, inUse, resting, waiting, waitForecastMs, worstWindow, coolingDownMs) in the order of that event;
     * `waits` (for quota) and `calls` (to the vendor) are `{count, p50, p99, max}` in milliseconds; `failed`
     * counts vendor errors by status, code and outcome; what did not happen is left out.
     *
     * Quotas are those of the whole fleet, everything else is what this replica does. Who reads too slowly
     * misses samples. After 15 minutes the answer ends: come back with `Last-Event-ID`.
     */
    public events<ThrowOnError extends boolean = true>(options?: Options<EventsData, ThrowOnError, EventsResponse>) {
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
     * What is running
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
