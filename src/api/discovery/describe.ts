import type { Capabilities, Capability } from '../../core/capability';
import { CHANNEL_TYPES } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Provider } from '../../core/provider';

/** Every operation, whether any vendor has it or not. */
const OPERATIONS: Readonly<Record<OperationName, true>> = {
  'message.get': true,
  'message.set': true,
  'message.delete': true,
  'message.add-values': true,
  'message.remove-values': true,
  'channel.get': true,
  'channel.set': true,
  'channel.delete': true,
  'counters.get': true,
  'counters.change': true,
  'counters.delete': true,
};

type Shown = Capability | { readonly support: 'unsupported' };

/** `{resource: {channelType: {verb: capability}}}`, what is unsupported named as that. */
export function describeCapabilities(capabilities: Capabilities) {
  const resources: Record<string, Record<string, Record<string, Shown>>> = {};
  for (const name of Object.keys(OPERATIONS) as OperationName[]) {
    const [resource = '', verb = ''] = name.split('.');
    const places = (resources[resource] ??= {});
    for (const channelType of CHANNEL_TYPES)
      (places[channelType] ??= {})[verb] = capabilities[name]?.[channelType] ?? {
        support: 'unsupported',
      };
  }
  return resources;
}

export const describeProvider = ({ name, title, capabilities, limits, lost }: Provider) => ({
  name,
  title,
  capabilities: describeCapabilities(capabilities),
  limits,
  lost,
});
