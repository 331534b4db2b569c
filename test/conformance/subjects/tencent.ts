import type { Counter } from '../../../src/core/metadata';
import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { tencent } from '../../../src/providers/tencent';
import { QUOTAS } from '../../../src/providers/tencent/quotas';
import type { VendorFacts } from './subject';

interface Pair {
  readonly key: string;
  readonly value: string;
}
interface Message {
  readonly extensions: readonly Pair[];
}
interface Group {
  readonly attributes: readonly Pair[];
  readonly counters: readonly Counter[];
  readonly messages: Readonly<Record<string, Message | undefined>>;
}
interface State {
  readonly groups: Readonly<Record<string, Group | undefined>>;
  readonly directMessages: Group['messages'];
}

const messageOf = (
  { groups, directMessages }: State,
  { channelType, channelId, messageId = '' }: ExampleTarget,
): Message | undefined =>
  (channelType === 'direct' ? directMessages : groups[channelId]?.messages)?.[messageId];

export const TENCENT: VendorFacts = {
  provider: tencent,
  dialects: { v4: {} },
  quotas: QUOTAS.map(({ name }) => name),
  uncountedQuotas: [],
  resources: {
    // "Set one-to-one message extensions" (82030)
    message: {
      key: { maximum: 100, unit: 'bytes' },
      value: { maximum: 1_000, unit: 'bytes' },
      multiValued: false,
      perSet: 20,
      perDelete: 20,
    },
    // "Modify group attributes" (67010)
    channel: {
      key: { maximum: 32, unit: 'bytes' },
      value: { maximum: 4_000, unit: 'bytes' },
      multiValued: false,
    },
  },
  storedEntries(state, resource, target) {
    const { groups } = state as State;
    const pairs =
      resource === 'message'
        ? messageOf(state as State, target)?.extensions
        : groups[target.channelId]?.attributes;
    return (pairs ?? []).map(({ key, value }) => ({ key, values: [value] }));
  },
  counters: (state, { channelId }) => [...((state as State).groups[channelId]?.counters ?? [])],
};
