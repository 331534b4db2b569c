import { checkKeys, refuseCursor, refuseSeveralWrites } from '../../core/call-checks';
import type { Entry, Target } from '../../core/metadata';
import type { DeleteCall, ReadCall, Reply, SetCall } from '../../core/operation';
import type { Plan, UpstreamRequest } from '../../core/upstream';
import { deleteItems } from './delete-items';
import { channelRules, checkEntries, refuseSeveralValues } from './limits';
import { pickedBy } from './picked';
import { draw } from './quotas';
import { confirmStored, readMetadata } from './replies';
import { channelPlace, item, json } from './requests';
import type { SendbirdSettings } from './settings';

const place = (target: Target) => channelPlace(target, 'metadata');

/** Channel metadata, all of it or the given keys. */
export function* getChannel(settings: SendbirdSettings, call: ReadCall): Plan<Reply> {
  refuseCursor(call);
  checkKeys('Sendbird', channelRules(settings).key, call);
  const { request, pick } = pickedBy(call.keys, place(call.target), draw('channel-metadata.get'));
  return { entries: pick(readMetadata(yield request)) };
}

/** Updates and adds in one request; other keys stay ("Update metadata", `upsert`). */
export function* setChannel(settings: SendbirdSettings, call: SetCall): Plan<Reply> {
  refuseSeveralValues(call);
  checkEntries(channelRules(settings), call);
  const [only] = call.entries;
  const stored = readMetadata(
    yield call.isKeyInPath && only !== undefined ? updateOne(call.target, only) : updateMany(call),
  );
  confirmStored(call.entries, stored);
  return { entries: call.entries };
}

export function* deleteChannel(settings: SendbirdSettings, call: DeleteCall): Plan<Reply> {
  checkKeys('Sendbird', channelRules(settings).key, call);
  if (call.keys !== 'all') refuseSeveralWrites(call, call.keys.length);
  yield* deleteItems(call, place(call.target), 'channel-metadata');
  return {};
}

function updateMany({ target, entries }: SetCall): UpstreamRequest {
  // fromEntries defines own properties, so a key such as __proto__ is a key like any other
  const metadata = Object.fromEntries(entries.map(({ key, values }) => [key, values[0]]));
  return json(
    'PUT',
    place(target),
    { metadata, upsert: true },
    {
      draws: draw('channel-metadata.update'),
      effect: 'idempotent',
      keys: entries.map(({ key }) => key),
      assumedPayload: metadata,
    },
  );
}

function updateOne(target: Target, { key, values }: Entry): UpstreamRequest {
  return json(
    'PUT',
    item(place(target), key),
    { value: values[0], upsert: true },
    {
      draws: draw('channel-metadata.update'),
      effect: 'idempotent',
      keys: [key],
      assumedPayload: { [key]: values[0] },
    },
  );
}
