import { withSingleValues } from '../api/docs/examples';
import type { OperationName } from '../core/operation';
import type { Provider } from '../core/provider';
import type { ExampleTarget } from '../core/sandbox-examples';

/** A call of the gateway that the demo makes. */
export interface DemoStep {
  /** The title of its target. */
  readonly title: string;
  readonly operation: OperationName;
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly path: string;
  readonly body?: object;
}

/** A call whose path continues that of the target's metadata or counters. */
interface RelativeCall {
  readonly method: string;
  /** A path segment or a query. */
  readonly suffix?: string;
  readonly body?: object;
}

const encode = encodeURIComponent;

/** The calls of each operation, in an order in which every call finds data to work on. */
const CALLS: Readonly<Record<OperationName, (target: ExampleTarget) => readonly RelativeCall[]>> = {
  'message.set': setCalls,
  'message.get': getCalls,
  'message.get-many': ({ messageId = '' }) => [
    { method: 'GET', suffix: `?messageIds=${encode(messageId)},${encode(`${messageId}0`)}` },
  ],
  'message.add-values': (target) => [
    { method: 'POST', suffix: `/${encode(keyOf(target))}/values`, body: { values: ['one more'] } },
  ],
  'message.remove-values': (target) => [
    { method: 'DELETE', suffix: `/${encode(keyOf(target))}/values?values=one%20more` },
  ],
  'message.change-values': (target) => [
    {
      method: 'PATCH',
      suffix: '/values',
      body: {
        add: [{ key: keyOf(target), values: ['one more'] }],
        remove: [{ key: `${keyOf(target)}2`, values: ['another'] }],
      },
    },
  ],
  'message.delete': deleteCalls,
  'channel.set': (target) => setCalls({ ...target, entries: withSingleValues(target.entries) }),
  'channel.get': getCalls,
  'channel.delete': deleteCalls,
  'counters.change': ({ counters = [] }) => [{ method: 'PATCH', body: { counters } }],
  'counters.get': () => [{ method: 'GET' }],
  'counters.delete': () => [{ method: 'DELETE', suffix: '?all=true' }],
};

/** @returns a step for every operation of the vendor on every example target of its sandbox */
export function demoSteps(
  { capabilities, sandboxExamples }: Provider,
  connection: string,
): DemoStep[] {
  const operations = Object.keys(CALLS) as OperationName[];
  return sandboxExamples.targets.flatMap((target) =>
    operations
      .filter((operation) => capabilities[operation]?.[target.channelType] !== undefined)
      .filter((operation) => hasResource(target, operation))
      .flatMap((operation) =>
        CALLS[operation](target).map(({ suffix = '', ...call }) => ({
          ...call,
          operation,
          title: target.title,
          path: basePath(operation, connection, target) + withSubchannel(target, suffix),
        })),
      ),
  );
}

/** Sets one key, then two keys together: vendors may have an endpoint for each. */
function setCalls({ entries, options }: ExampleTarget): RelativeCall[] {
  const [{ key, ...value } = { key: 'key', value: 'value' }] = entries;
  const twoEntries = [
    { key, ...value },
    { key: `${key}2`, value: 'another' },
  ];
  return [
    { method: 'PUT', suffix: `/${encode(key)}`, body: { ...value, ...(options && { options }) } },
    { method: 'PATCH', body: { entries: twoEntries } },
  ];
}

function getCalls(target: ExampleTarget): RelativeCall[] {
  return [{ method: 'GET' }, { method: 'GET', suffix: `/${encode(keyOf(target))}` }];
}

function deleteCalls(target: ExampleTarget): RelativeCall[] {
  return [
    { method: 'DELETE', suffix: `/${encode(keyOf(target))}` },
    { method: 'DELETE', suffix: '?all=true' },
  ];
}

const keyOf = ({ entries: [entry] }: ExampleTarget): string => entry?.key ?? 'key';

const hasResource = (target: ExampleTarget, operation: OperationName): boolean =>
  (!operation.startsWith('message.') || target.messageId !== undefined) &&
  (!operation.startsWith('counters.') || target.counters !== undefined);

function basePath(operation: OperationName, connection: string, target: ExampleTarget): string {
  const { channelType, channelId, messageId = '' } = target;
  const channel = `/v1/connections/${encode(connection)}/channels/${channelType}/${encode(channelId)}`;
  if (operation === 'message.get-many') return `${channel}/messages/metadata`;
  if (operation.startsWith('message.')) return `${channel}/messages/${encode(messageId)}/metadata`;
  return `${channel}/${operation.startsWith('counters.') ? 'counters' : 'metadata'}`;
}

function withSubchannel({ subchannelId }: ExampleTarget, suffix: string): string {
  if (subchannelId === undefined) return suffix;
  return `${suffix}${suffix.includes('?') ? '&' : '?'}subchannelId=${encode(subchannelId)}`;
}
