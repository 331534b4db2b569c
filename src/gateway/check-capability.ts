import { GatewayError } from '../core/gateway-error';
import type { Target } from '../core/metadata';
import type { OperationName } from '../core/operation';
import type { Provider } from '../core/provider';

/**
 * @throws GatewayError unsupported-by-provider where the vendor has no such thing; invalid-request
 *   for a subchannel outside of a community channel
 */
export function checkCapability(provider: Provider, name: OperationName, target: Target): void {
  const { channelType, subchannelId } = target;
  if (subchannelId !== undefined && channelType !== 'community')
    throw new GatewayError('invalid-request', 'Only community channels have subchannels.', {
      errors: [
        { pointer: 'query/subchannelId', reason: 'goes with the channel type community only' },
      ],
    });
  if (provider.capabilities[name]?.[channelType] !== undefined) return;
  throw new GatewayError(
    'unsupported-by-provider',
    `${provider.title} has no ${name} in ${channelType} channels.`,
    { upstream: { provider: provider.name } },
  );
}
