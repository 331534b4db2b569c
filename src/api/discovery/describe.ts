import type { Capabilities, Capability } from '../../core/capability';
import { CHANNEL_TYPES } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Provider } from '../../core/provider';
import type { QuotaReport } from '../../limiter';

/** A record, so that the compiler reports an operation that is missing here. */
const OPERATIONS: Readonly<Record<OperationName, true>> = {
  'message.get': true,
  'message.get-many': true,
  'message.set': true,
  'message.delete': true,
  'message.add-values': true,
  'message.remove-values': true,
  'message.change-values': true,
  'channel.get': true,
  'channel.set': true,
  'channel.delete': true,
  'counters.get': true,
  'counters.change': true,
  'counters.delete': true,
};

type DescribedCapability = Capability | { readonly support: 'unsupported' };

/** `{resource: {channelType: {verb: capability}}}`, with `unsupported` for every gap in the table. */
export function describeCapabilities(capabilities: Capabilities) {
  const resources: Record<string, Record<string, Record<string, DescribedCapability>>> = {};
  for (const name of Object.keys(OPERATIONS) as OperationName[]) {
    const [resource = '', verb = ''] = name.split('.');
    const channelTypes = (resources[resource] ??= {});
    for (const channelType of CHANNEL_TYPES)
      (channelTypes[channelType] ??= {})[verb] = capabilities[name]?.[channelType] ?? {
        support: 'unsupported',
      };
  }
  return resources;
}

export const describeProvider = ({
  name,
  title,
  capabilities,
  limits,
  dialects = [],
  lost,
}: Provider) => ({
  name,
  title,
  capabilities: describeCapabilities(capabilities),
  limits,
  dialects,
  lost,
});

export const describeQuota = (report: QuotaReport) => ({
  name: report.name,
  limit: report.limit,
  windowMs: report.windowMs,
  inFlight: report.inFlight,
  resting: report.resting,
  free: report.free,
  waiting: report.waiting,
  waitForecastMs: Math.ceil(report.waitForecastMs),
  worstWindow: report.worstWindow,
  coolingDownMs: Math.ceil(report.coolingDownMs),
});
