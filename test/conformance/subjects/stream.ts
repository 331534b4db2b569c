import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { stream } from '../../../src/providers/stream';
import { QUOTAS } from '../../../src/providers/stream/quotas';
import type { ResourceFacts, VendorFacts } from './subject';

type Places = Readonly<Record<string, { readonly custom: Readonly<Record<string, unknown>> }>>;
interface State {
  readonly channels: Places;
  readonly messages: Places;
}

const TYPES = { direct: 'messaging', group: 'messaging', open: 'livestream', community: 'team' };

/** "Send a message": 5 KB for all custom data of one message or channel. */
const FACTS: ResourceFacts = {
  key: { maximum: 64, unit: 'bytes' },
  value: { maximum: 256, unit: 'bytes' },
  // a dot addresses a nested field, and a dollar sign may not begin a key
  keyAlphabet: ['a', '/', 'b', ' ', '%', '2', 'F', '+', 'ü', '?', '#', '&', '中'],
  multiValued: true,
  wholeBytes: 5_120,
};

export const STREAM: VendorFacts = {
  provider: stream,
  // the other setting of channelRead changes one request: src/providers/stream/plans.spec.ts
  dialects: { get: { channelRead: 'get' } },
  quotas: QUOTAS.map(({ name }) => name),
  uncountedQuotas: [],
  resources: { message: FACTS, channel: FACTS },
  storedEntries(state, resource, { channelType, channelId, messageId = '' }: ExampleTarget) {
    const { channels, messages } = state as State;
    const place =
      resource === 'message' ? messages[messageId] : channels[`${TYPES[channelType]}:${channelId}`];
    return Object.entries(place?.custom ?? {}).map(([key, value]) => ({
      key,
      values: Array.isArray(value) ? value.map(String) : [String(value)],
    }));
  },
  counters: () => [],
};
