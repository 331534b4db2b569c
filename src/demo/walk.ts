import { withSingleValues } from '../api/docs/examples';
import type { ExampleTarget } from '../core/sandbox-examples';
import type { OperationName } from '../core/operation';
import type { Provider } from '../core/provider';

/** One call of the API, relative to the metadata or the counters of a place. */
interface Relative {
  readonly method: string;
  /** A key's own address, or a query. */
  readonly below?: string;
  readonly body?: object;
}

export interface Scene {
  readonly title: string;
  readonly operation: OperationName;
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object;
}

const each = encodeURIComponent;

/** A tour of every operation, in an order in which each finds something to act upon. */
const TOUR: Readonly<Record<OperationName, (place: ExampleTarget) => readonly Relative[]>> = {
  'message.set': set,
  'message.get': get,
  'message.add-values': (place) => [
    { method: 'POST', below: `/${each(keyOf(place))}/values`, body: { values: ['one more'] } },
  ],
  'message.remove-values': (place) => [
    { method: 'DELETE', below: `/${each(keyOf(place))}/values?values=one%20more` },
  ],
  'message.delete': remove,
  'channel.set': (place) => set({ ...place, entries: withSingleValues(place.entries) }),
  'channel.get': get,
  'channel.delete': remove,
  'counters.change': ({ counters = [] }) => [{ method: 'PATCH', body: { counters } }],
  'counters.get': () => [{ method: 'GET' }],
  'counters.delete': () => [{ method: 'DELETE', below: '?all=true' }],
};

/** Every operation that a vendor has, at every place that its sandbox has from the start. */
export function scenesOf({ capabilities, sandboxExamples }: Provider, connection: string): Scene[] {
  const operations = Object.keys(TOUR) as OperationName[];
  return sandboxExamples.targets.flatMap((place) =>
    operations
      .filter((operation) => capabilities[operation]?.[place.channelType] !== undefined)
      .filter((operation) => isThere(operation, place))
      .flatMap((operation) =>
        TOUR[operation](place).map(({ below = '', ...call }) => ({
          ...call,
          operation,
          title: place.title,
          path: addressOf(operation, connection, place) + within(place, below),
        })),
      ),
  );
}

/** One key alone, then two together: vendors have endpoints for both. */
function set(place: ExampleTarget): Relative[] {
  const { entries, options } = place;
  const [{ key, ...value } = { key: 'key', value: 'value' }] = entries;
  const two = [
    { key, ...value },
    { key: `${key}2`, value: 'another' },
  ];
  return [
    { method: 'PUT', below: `/${each(key)}`, body: { ...value, ...(options && { options }) } },
    { method: 'PATCH', body: { entries: two } },
  ];
}

function get(place: ExampleTarget): Relative[] {
  return [{ method: 'GET' }, { method: 'GET', below: `/${each(keyOf(place))}` }];
}

function remove(place: ExampleTarget): Relative[] {
  return [
    { method: 'DELETE', below: `/${each(keyOf(place))}` },
    { method: 'DELETE', below: '?all=true' },
  ];
}

const keyOf = ({ entries: [entry] }: ExampleTarget): string => entry?.key ?? 'key';

const isThere = (operation: OperationName, place: ExampleTarget): boolean =>
  (!operation.startsWith('message.') || place.messageId !== undefined) &&
  (!operation.startsWith('counters.') || place.counters !== undefined);

function addressOf(operation: OperationName, connection: string, place: ExampleTarget): string {
  const { channelType, channelId, messageId = '' } = place;
  const channel = `/v1/connections/${each(connection)}/channels/${channelType}/${each(channelId)}`;
  if (operation.startsWith('message.')) return `${channel}/messages/${each(messageId)}/metadata`;
  return `${channel}/${operation.startsWith('counters.') ? 'counters' : 'metadata'}`;
}

function within({ subchannelId }: ExampleTarget, below: string): string {
  if (subchannelId === undefined) return below;
  return `${below}${below.includes('?') ? '&' : '?'}subchannelId=${each(subchannelId)}`;
}
