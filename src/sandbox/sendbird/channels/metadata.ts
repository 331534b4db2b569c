/** Channel metadata: "Create / View / Update / Delete metadata" (Sendbird docs). */
import { asFields, asString, type Fields, flag, readBody, required } from '../http/body';
import type { Call } from '../http/endpoint';
import {
  create,
  flat,
  joined,
  type Keyed,
  keyOf,
  mayUpdateOne,
  one,
  only,
  selected,
  withoutOne,
} from './entries';
import { checkCount, checkMetadataKey, checkMetadataValue } from '../model/limits';
import { channelOf } from '../http/path';
import { flagParameter } from '../http/query';
import type { Channel } from '../model/state';
import type { Unknowns } from '../model/unknowns';

type Metadata = Keyed<string>;

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

function store(channel: Channel, metadata: Metadata, unknowns: Unknowns): void {
  checkCount(metadata.size, unknowns.metadataItems, 'metadata');
  channel.metadata = metadata;
}

/** `include_ts` comes in the body or in the query, depending on the client. */
function reply(call: Call, metadata: Metadata, fields: Fields = {}): unknown {
  const withTime =
    flag(fields, 'include_ts', false) || flagParameter(call.request, 'include_ts', false);
  return withTime ? { metadata: flat(metadata), ts: call.nowMs } : flat(metadata);
}

const deletion = (call: Call): unknown =>
  flagParameter(call.request, 'include_ts', false) ? { ts: call.nowMs } : {};

export function createMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const given = readMetadata(fields, call.unknowns);
  const upsert = call.unknowns.createUpsert === 'honour' && flag(fields, 'upsert', false);
  const existing = upsert ? 'overwrite' : call.unknowns.createExistingKey;
  const answer = reply(call, given, fields);
  create(channel.metadata, given, existing, (all) => {
    store(channel, all, call.unknowns);
  });
  return answer;
}

export const viewMetadata = (call: Call): unknown =>
  reply(call, selected(call, channelOf(call).metadata));

export const viewMetadataItem = (call: Call): unknown =>
  reply(call, one(call, channelOf(call).metadata));

export function updateMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  const given = readMetadata(fields, call.unknowns);
  const upsert = flag(fields, 'upsert', false);
  const touched = upsert ? given : only(given, channel.metadata);
  const answer = reply(call, touched, fields);
  store(channel, joined(channel.metadata, touched), call.unknowns);
  return answer;
}

export function updateMetadataItem(call: Call): unknown {
  const channel = channelOf(call);
  const fields = readBody(call.request);
  checkMetadataKey(keyOf(call), call.unknowns);
  const value = readValue(required(fields, 'value'), call.unknowns);
  const writes = mayUpdateOne(call, channel.metadata, flag(fields, 'upsert', false));
  const touched: Metadata = new Map(writes ? [[keyOf(call), value]] : []);
  const answer = reply(call, touched, fields);
  store(channel, joined(channel.metadata, touched), call.unknowns);
  return answer;
}

export function deleteMetadata(call: Call): unknown {
  const channel = channelOf(call);
  const answer = deletion(call);
  channel.metadata = new Map();
  return answer;
}

export function deleteMetadataItem(call: Call): unknown {
  const channel = channelOf(call);
  const answer = deletion(call);
  channel.metadata = withoutOne(call, channel.metadata);
  return answer;
}
