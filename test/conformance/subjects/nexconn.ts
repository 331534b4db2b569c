import { nexconn } from '../../../src/providers/nexconn';
import { QUOTAS } from '../../../src/providers/nexconn/quotas';
import type { ResourceFacts, VendorFacts } from './subject';

interface State {
  readonly messages: Readonly<Record<string, { readonly metadata: readonly Row[] } | undefined>>;
  readonly openChannels: State['messages'];
}
interface Row {
  readonly key: string;
  readonly value: string;
}

const resourceFacts = (key: number, perSet: number, perDelete: number): ResourceFacts => ({
  key: { maximum: key, unit: 'characters' },
  value: { maximum: 4_096, unit: 'characters' },
  keyAlphabet: ['a', 'z', 'A', 'Z', '0', '9', '+', '=', '-', '_'],
  multiValued: false,
  perSet,
  perDelete,
});

export const NEXCONN: VendorFacts = {
  provider: nexconn,
  dialects: {
    classic: { profile: 'classic' },
    current: { profile: 'current' },
    rongcloud: { profile: 'rongcloud' },
  },
  quotas: QUOTAS.map(({ name }) => name),
  uncountedQuotas: [],
  resources: {
    message: resourceFacts(32, 100, 100), // "Set message metadata"
    channel: resourceFacts(128, 20, 20), // "Set metadata" of open channels, and its batches
  },
  storedEntries(state, resource, { channelId, messageId = '' }) {
    const { messages, openChannels } = state as State;
    const found = resource === 'message' ? messages[messageId] : openChannels[channelId];
    return (found?.metadata ?? []).map(({ key, value }) => ({ key, values: [value] }));
  },
  counters: () => [],
};
