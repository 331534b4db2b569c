import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { sendbird } from '../../../src/providers/sendbird';
import { quotasOfPlan } from '../../../src/providers/sendbird/quotas';
import type { VendorFacts } from './subject';

interface Item {
  readonly key: string;
  readonly value: readonly string[];
}
interface Channel {
  readonly metadata: Readonly<Record<string, string>>;
  readonly metacounter: Readonly<Record<string, number>>;
  readonly messages: Readonly<Record<string, { readonly sorted_metaarray: readonly Item[] }>>;
}
type State = Readonly<Record<string, Readonly<Record<string, Channel | undefined>>>>;

const channelOf = (
  state: unknown,
  { channelType, channelId }: ExampleTarget,
): Channel | undefined => (state as State)[`${channelType}_channels`]?.[channelId];

export const SENDBIRD: VendorFacts = {
  provider: sendbird,
  dialects: { sorted: { metaarray: 'sorted' }, legacy: { metaarray: 'legacy' } },
  quotas: quotasOfPlan('10k-mau').map(({ name }) => name),
  uncountedQuotas: ['get', 'post', 'put', 'delete'],
  resources: {
    // lists of keys have a blank after the comma: "Remove extra data from a message"
    // guide "data vs. metadata vs. sorted_metaarray"
    message: {
      key: { maximum: 80, unit: 'bytes' },
      trimsKeys: true,
      value: { maximum: 128, unit: 'bytes' },
      multiValued: true,
      writesInParts: true,
    },
    // "Update metadata" has these limits in characters
    channel: {
      key: { maximum: 128, unit: 'characters' },
      trimsKeys: true,
      value: { maximum: 190, unit: 'characters' },
      multiValued: false,
      perDelete: 1,
    },
  },
  storedEntries(state, resource, target) {
    const channel = channelOf(state, target);
    if (resource === 'channel')
      return Object.entries(channel?.metadata ?? {}).map(([key, value]) => ({
        key,
        values: [value],
      }));
    const items = channel?.messages[target.messageId ?? '']?.sorted_metaarray ?? [];
    return items.map(({ key, value }) => ({ key, values: value }));
  },
  counters: (state, target) =>
    Object.entries(channelOf(state, target)?.metacounter ?? {}).map(([key, value]) => ({
      key,
      value,
    })),
};
