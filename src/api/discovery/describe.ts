import type { Capabilities } from '../../core/capability';
import { CHANNEL_TYPES, type ChannelType } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Provider } from '../../core/provider';
import { readOf, type Connection } from '../../gateway';
import { countLeased, type QuotaReport } from '../../limiter';

/** A condition that a caller may set for a write. */
type Condition = 'upsert' | 'preconditions';

/** The conditions of each operation. The compiler reports an operation that is missing here. */
const OPERATIONS: Readonly<Record<OperationName, readonly Condition[]>> = {
  'message.get': [],
  'message.get-many': [],
  'message.set': ['upsert', 'preconditions'],
  'message.delete': ['preconditions'],
  'message.add-values': ['preconditions'],
  'message.remove-values': ['preconditions'],
  'message.change-values': ['preconditions'],
  'channel.get': [],
  'channel.set': ['upsert', 'preconditions'],
  'channel.delete': ['preconditions'],
  'counters.get': [],
  'counters.change': ['upsert'],
  'counters.delete': [],
};

type Support = 'native' | 'emulated' | 'unsupported';

interface DescribedCapability extends Readonly<Partial<Record<Condition, Support>>> {
  readonly support: Support;
  readonly how?: string;
  readonly atomic?: boolean;
}

/** `{resource: {channelType: {verb: capability}}}`, with `unsupported` for every gap in the table. */
export function describeCapabilities(capabilities: Capabilities) {
  const resources: Record<string, Record<string, Record<string, DescribedCapability>>> = {};
  for (const name of Object.keys(OPERATIONS) as OperationName[]) {
    const [resource = '', verb = ''] = name.split('.');
    const channelTypes = (resources[resource] ??= {});
    for (const channelType of CHANNEL_TYPES)
      (channelTypes[channelType] ??= {})[verb] = describeCapability(
        capabilities,
        name,
        channelType,
      );
  }
  return resources;
}

/** A condition that the vendor's plan does not check itself is checked with a read, where there is one. */
function describeCapability(
  capabilities: Capabilities,
  name: OperationName,
  channelType: ChannelType,
): DescribedCapability {
  const capability = capabilities[name]?.[channelType];
  if (capability === undefined) return { support: 'unsupported' };
  const withRead =
    capabilities[readOf(name)]?.[channelType] === undefined ? 'unsupported' : 'emulated';
  const conditions = OPERATIONS[name].map((condition): [Condition, Support] => [
    condition,
    condition === 'upsert' ? (capability.upsert ?? withRead) : withRead,
  ]);
  return { ...capability, ...Object.fromEntries(conditions) };
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

/** `mode` is absent where the connection accepts all operations. */
export const describeName = ({ name, provider, mode }: Connection) => ({
  name,
  provider: provider.name,
  ...(mode !== 'read-write' && { mode }),
});

/** @param mayName whether the reader may learn that a client has leases */
export const describeQuota = (report: QuotaReport, mayName: (client: string) => boolean) => ({
  name: report.name,
  limit: report.limit,
  windowMs: report.windowMs,
  inFlight: report.inFlight,
  resting: report.resting,
  free: report.free,
  waiting: report.waiting,
  waitForecastMs: Number.isFinite(report.waitForecastMs) ? Math.ceil(report.waitForecastMs) : null,
  worstWindow: report.worstWindow,
  coolingDownMs: Math.ceil(report.coolingDownMs),
  leased: countLeased(report.leased),
  leasedByClient: leasedByClient(report, mayName),
  suspendedShares: report.suspendedShares.map((share) => ({
    ...share,
    endsInMs: Math.ceil(share.endsInMs),
  })),
  ...(report.channels !== undefined && { channels: report.channels }),
});

/** The other clients are counted together. */
function leasedByClient(
  { leased }: QuotaReport,
  mayName: (client: string) => boolean,
): readonly { readonly client?: string; readonly tokens: number }[] {
  const named = leased.filter(({ client }) => mayName(client));
  const others = leased.filter(({ client }) => !mayName(client));
  const tokens = countLeased(others);
  return tokens > 0 ? [...named, { tokens }] : named;
}
