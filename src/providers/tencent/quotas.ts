import type { Quota } from '../../core/quota';
import type { Draw } from '../../core/upstream';

const EVERY_COMMAND = 200;

const perSecond = <const Name extends string>(name: Name, source: string) => ({
  name,
  limit: EVERY_COMMAND,
  windowMs: 1_000,
  unit: 'requests' as const,
  source,
});

/** Calls per second of one app and command, as every page of a command says. */
const COMMAND_QUOTAS = [
  perSecond('group-attribute.get', 'Get group attributes (44187)'),
  perSecond('group-attribute.modify', 'Modify group attributes (44188, 67010)'),
  perSecond('group-attribute.delete', 'Delete group attributes (59499, 104440)'),
  perSecond('group-attribute.clear', 'Clear group attributes (44189)'),
  perSecond('group-counter.get', 'Get group counters (53428, 85953)'),
  perSecond('group-counter.update', 'Update group counters (53427, 85952)'),
  perSecond('group-counter.delete', 'Delete group counters (53429)'),
  perSecond('direct-extension.get', 'Get one-to-one message extensions (51195, 82029)'),
  perSecond('direct-extension.set', 'Set one-to-one message extensions (51194, 82030)'),
  perSecond('group-extension.get', 'Get group message extensions (52170)'),
  perSecond('group-extension.set', 'Set group message extensions (52169, 82032)'),
  perSecond('direct-message.send', 'REST API overview (34620): every command'),
  perSecond('group-message.send', 'REST API overview (34620): every command'),
] as const;

export type CommandQuota = (typeof COMMAND_QUOTAS)[number]['name'];

/** All commands that write the attributes of one group share it. */
export const ATTRIBUTE_WRITES = 'group-attribute.write';

export const QUOTAS: readonly Quota[] = [
  ...COMMAND_QUOTAS,
  {
    name: ATTRIBUTE_WRITES,
    limit: 5,
    windowMs: 1_000,
    per: 'channel',
    unit: 'requests',
    source: 'Modify group attributes (67010): add, modify and delete of one group',
  },
];

/** Those of the whole app. */
export const APP_QUOTAS: readonly string[] = COMMAND_QUOTAS.map(({ name }) => name);

/** One token of the command's quota. */
export const draw = (quota: CommandQuota): Draw[] => [{ quota, tokens: 1 }];

/** One token of the command's quota, and one of the writes to the attributes of the group. */
export const drawAttributeWrite = (verb: 'modify' | 'delete' | 'clear'): Draw[] => [
  ...draw(`group-attribute.${verb}`),
  { quota: ATTRIBUTE_WRITES, tokens: 1 },
];
