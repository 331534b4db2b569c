import type { Entry, Target } from '../../core/metadata';
import {
  replyOfSet,
  type DeleteCall,
  type ReadCall,
  type Reply,
  type SetCall,
} from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { deleteFromMap, readMap } from './channel-maps';
import { channelRules, checkEntries, checkSingleValues } from './limits';
import { draw } from './quotas';
import { confirmStored, readMetadata } from './replies';
import { channelEndpoint, itemEndpoint, jsonRequest } from './requests';
import type { SendbirdSettings } from './settings';

const METADATA = {
  path: 'metadata',
  quotas: 'channel-metadata',
  readItems: readMetadata,
} as const;

export function* getChannel(settings: SendbirdSettings, call: ReadCall): Plan<Reply> {
  return { entries: yield* readMap(settings, METADATA, call) };
}

/** Updates keys, and with `upsert` adds keys, in one request; other keys stay ("Update metadata", `upsert`). */
export function* setChannel(settings: SendbirdSettings, call: SetCall): Plan<Reply> {
  checkSingleValues(call);
  checkEntries(channelRules(settings), call);
  const [first] = call.entries;
  // without upsert, only the reply of the endpoint for several keys is documented for a missing key
  const request =
    call.isKeyInPath && call.upsert !== false && first !== undefined
      ? updateOneRequest(call.target, first)
      : updateRequest(call);
  const stored = readMetadata(yield request);
  const reply = replyOfSet(call, new Set(stored.map(({ key }) => key)));
  confirmStored(reply.entries, stored);
  return reply;
}

export function* deleteChannel(settings: SendbirdSettings, call: DeleteCall): Plan<Reply> {
  yield* deleteFromMap(settings, METADATA, call);
  return {};
}

function updateRequest({ target, entries, upsert = true }: SetCall): UpstreamRequest {
  // fromEntries defines own properties, so that `__proto__` is a key like any other
  const metadata = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  return jsonRequest(
    'PUT',
    channelEndpoint(target, 'metadata'),
    { metadata, upsert },
    {
      draws: draw('channel-metadata.update'),
      effect: 'idempotent',
      keys: entries.map(({ key }) => key),
      assumedPayload: metadata,
    },
  );
}

function updateOneRequest(target: Target, { key, values }: Entry): UpstreamRequest {
  return jsonRequest(
    'PUT',
    itemEndpoint(channelEndpoint(target, 'metadata'), key),
    { value: values[0], upsert: true },
    {
      draws: draw('channel-metadata.update'),
      effect: 'idempotent',
      keys: [key],
      assumedPayload: { [key]: values[0] },
    },
  );
}
