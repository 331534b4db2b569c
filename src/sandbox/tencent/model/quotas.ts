import type { QuotaRule } from '../../kit/vendor';

const perSecond = (limit: number): QuotaRule => ({ limit, windowMs: 1_000 });

/** The quota of each command: calls of one app in a second ("Maximum call frequency" of each page). */
const COMMAND_QUOTAS = [
  'group-attribute.get',
  'group-attribute.modify',
  'group-attribute.set',
  'group-attribute.delete',
  'group-attribute.clear',
  'group-counter.get',
  'group-counter.update',
  'group-counter.delete',
  'direct-extension.get',
  'direct-extension.set',
  'group-extension.get',
  'group-extension.set',
  'direct-message.send',
  'group-message.send',
  'group.create',
] as const;

export type CommandQuota = (typeof COMMAND_QUOTAS)[number];

/** Writes of the attributes of one group in a second, all commands together. */
export const ATTRIBUTE_WRITES = 'group-attribute.write';

export const QUOTAS: Readonly<Record<string, QuotaRule>> = {
  ...Object.fromEntries(COMMAND_QUOTAS.map((quota) => [quota, perSecond(200)])),
  [ATTRIBUTE_WRITES]: { ...perSecond(5), per: 'channel' },
};
