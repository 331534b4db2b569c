/** Channel metadata: "Create / View / Update / Delete metadata" (Sendbird docs). */
import { asFields, asString, type Fields, flag, readBody, required } from '../http/body';
import type { Call } from '../http/endpoint';
import { channelOf } from '../http/path';
import { flagParameter } from '../http/query';
import { checkCount, checkMetadataKey, checkMetadataValue } from '../model/limits';
import type { Channel } from '../model/state';
import type { Unknowns } from '../model/unknowns';
import {
  canUpdateKey,
  createEntries,
  type Entries,
  entryOfPath,
  keyOf,
  mergeEntries,
  requestedEntries,
  selectKeys,
  withoutKeyOfPath,
} from './entries';

type Metadata = Entries<string>;

function readValue(value: unknown, unknowns: Unknowns): string {
  const stringify = unknowns.nonStringValue === 'stringify' && typeof value !== 'string';
  const text = stringify ? JSON.stringify(value) : asString(value, 'value');
  checkMetadataValue(text, unknowns);
  return text;
}

function readMetadata(fields: Fields, unknowns: Unknowns): Metadata {
  const entries = Object.entries(asFields(required(fields, 'metadata'), 'metadata'));
  return new Map(
    entries.map(([key, value]) => {
      checkMetadataKey(key, unknowns);
      return [key, readValue(value, unknowns)];
    }),
  );
}

function storeMetadata(channel: Channel, metadata: Metadata, unknowns: Unknowns): void {
  checkCount(metadata.size, unknowns.metadataItems, 'metadata');
  channel.metadata = metadata;
}

/** The reply with these entries. Clients send `include_ts` in the body or in the query. */
function metadataReply(call: Call, metadata: Metadata, fields: Fields = {}): unknown {
  const includesTime =
    flag(fields, 'include_ts', false) || flagParameter(call.request, 'include_ts', false);
  const entries = Object.fromEntries(metadata);
  return includesTime ? { metadata: entries, ts: call.nowMs } : entries;
}

const deletionReply = (call: Call): unknown =>
  flagParameter(call.request, 'include_ts', false) ? { ts: call.nowMs } : {};

export function createMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const added = readMetadata(fields, call.unknowns);
  const upsert = call.unknowns.createUpsert === 'honour' && flag(fields, 'upsert', false);
  const existing = upsert ? 'overwrite' : call.unknowns.createExistingKey;
  const reply = metadataReply(call, added, fields);
  createEntries(channel.metadata, added, existing, (all) => {
    storeMetadata(channel, all, call.unknowns);
  });
  return reply;
}

export const viewMetadata = (call: Call): unknown =>
  metadataReply(call, requestedEntries(call, channelOf(call).metadata));

export const viewMetadataItem = (call: Call): unknown =>
  metadataReply(call, entryOfPath(call, channelOf(call).metadata));

export function updateMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const requested = readMetadata(fields, call.unknowns);
  const upsert = flag(fields, 'upsert', false);
  const changes = upsert ? requested : selectKeys(requested, channel.metadata);
  const reply = metadataReply(call, changes, fields);
  storeMetadata(channel, mergeEntries(channel.metadata, changes), call.unknowns);
  return reply;
}

export function updateMetadataItem(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  checkMetadataKey(keyOf(call), call.unknowns);
  const value = readValue(required(fields, 'value'), call.unknowns);
  const writes = canUpdateKey(call, channel.metadata, flag(fields, 'upsert', false));
  const changes: Metadata = new Map(writes ? [[keyOf(call), value]] : []);
  const reply = metadataReply(call, changes, fields);
  storeMetadata(channel, mergeEntries(channel.metadata, changes), call.unknowns);
  return reply;
}

export function deleteMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const reply = deletionReply(call);
  channel.metadata = new Map();
  return reply;
}

export function deleteMetadataItem(call: Call): unknown {
  const channel = channelOf(call);
  const reply = deletionReply(call);
  channel.metadata = withoutKeyOfPath(call, channel.metadata);
  return reply;
}
