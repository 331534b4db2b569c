import type { Capability, Limit } from '../../core/capability';
import { CHANNEL_TYPES } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Provider } from '../../core/provider';
import { PROVIDERS } from '../../providers/registry';

/** What each vendor makes of an operation, for each type of channel, as Markdown. */
export function vendorNotes(name: OperationName): string {
  const rows = PROVIDERS.flatMap((provider) =>
    CHANNEL_TYPES.map((channelType) => ({
      title: provider.title,
      channelType,
      capability: provider.capabilities[name]?.[channelType],
    })),
  );
  return [
    '| vendor | channel | support | how |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ title, channelType, capability }) =>
        `| ${title} | ${channelType} | ${supportOf(capability)} | ${capability?.how ?? ''} |`,
    ),
    ...PROVIDERS.flatMap((provider) => limitNotes(provider, name)),
  ].join('\n');
}

function supportOf(capability: Capability | undefined): string {
  if (capability === undefined) return 'unsupported';
  return `${capability.support}${capability.atomic ? '' : ', not atomic'}`;
}

/** Limits are checked before anything is sent. */
function limitNotes({ title, limits }: Provider, name: OperationName): string[] {
  const [resource] = name.split('.');
  const lines = limits.filter((limit) => limit.resource === resource).map(limitText);
  return lines.length === 0 ? [] : ['', `Limits of ${title}:`, '', ...lines];
}

const limitText = ({ rule, maximum, unit, channelTypes }: Limit): string => {
  const figure = maximum === undefined ? '' : `: ${maximum} ${unit ?? ''}`.trimEnd();
  return `- ${rule}${figure} (${channelTypes.join(', ')})`;
};
