import type { Provider } from '../../core/provider';
import { validateShape } from '../../validation';
import { refuseFaults } from '../http/problems/invalid-request';

/**
 * The connection's own vendor's switches; those of other vendors are passed over, so that one body
 * can serve several.
 * @throws GatewayError invalid-request for an unknown switch or a wrong value
 */
export function optionsOf(
  provider: Provider,
  options: Readonly<Record<string, unknown>> = {},
): object {
  const own = options[provider.name];
  if (own === undefined) return {};
  const checked = validateShape(provider.options ?? Object, own, `/options/${provider.name}`);
  if ('value' in checked) return checked.value;
  refuseFaults(checked.faults);
  return {};
}
