import type { Capability, Limit } from '../../core/capability';
import { CHANNEL_TYPES } from '../../core/metadata';
import type { OperationName } from '../../core/operation';
import type { Provider } from '../../core/provider';
import { PROVIDERS } from '../../providers/registry';

/** Each vendor's support for an operation by channel type, and its limits, in Markdown. */
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

/** For each vendor, the channel types that support an operation: `Vendor: direct, group`. */
export const channelTypeNotes = (name: OperationName): string[] =>
  PROVIDERS.map(({ title, capabilities }) => {
    const types = CHANNEL_TYPES.filter((type) => capabilities[name]?.[type] !== undefined);
    return `${title}: ${types.length === 0 ? 'none' : types.join(', ')}`;
  });

/** Each vendor's rules for the keys of an operation: the limits whose rule begins with `keys: `. */
export const keyNotes = (name: OperationName): string[] =>
  PROVIDERS.filter(({ capabilities }) => capabilities[name] !== undefined).flatMap((provider) => {
    const [resource] = name.split('.');
    const rules = provider.limits.filter(
      (limit) => limit.resource === resource && limit.rule.startsWith('keys: '),
    );
    return rules.map(
      ({ rule, maximum, unit }) =>
        `${provider.title}: ${rule.slice('keys: '.length)}, at most ${maximum} ${unit}`,
    );
  });

function supportOf(capability: Capability | undefined): string {
  if (capability === undefined) return 'unsupported';
  return `${capability.support}${capability.atomic ? '' : ', not atomic'}`;
}

function limitNotes({ title, limits }: Provider, name: OperationName): string[] {
  const [resource] = name.split('.');
  const lines = limits.filter((limit) => limit.resource === resource).map(limitText);
  return lines.length === 0 ? [] : ['', `Limits of ${title}:`, '', ...lines];
}

const limitText = ({ rule, maximum, unit, channelTypes }: Limit): string => {
  const figure = maximum === undefined ? '' : `, at most ${maximum} ${unit ?? ''}`.trimEnd();
  return `- ${rule}${figure} (${channelTypes.join(', ')})`;
};
