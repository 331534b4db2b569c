import type { Quota } from './quota';
import type { Draw, DrawnQuota, UpstreamRequest } from './upstream';

/** The request with the channel of its call in the draws on quotas per channel that name none. */
export function withChannel(
  request: UpstreamRequest,
  quotas: readonly Quota[],
  channelId: string,
): UpstreamRequest {
  const lacksChannel = ({ quota, channel }: Draw): boolean =>
    channel === undefined && isPerChannel(quotas, quota);
  if (!request.draws.some(lacksChannel)) return request;
  return {
    ...request,
    draws: request.draws.map((draw) =>
      lacksChannel(draw) ? { ...draw, channel: channelId } : draw,
    ),
  };
}

const isPerChannel = (quotas: readonly Quota[], name: string): boolean =>
  quotas.some((quota) => quota.per === 'channel' && quota.name === name);

/** The quotas that cool down after a throttle of the vendor. @param throttled the names that the provider tells */
export function throttledQuotas(
  draws: readonly Draw[],
  throttled: readonly string[] | undefined,
): readonly DrawnQuota[] {
  if (throttled !== undefined)
    return throttled.map((quota) => draws.find((draw) => draw.quota === quota) ?? { quota });
  const ofAccount = draws.filter(({ channel }) => channel === undefined);
  return ofAccount.length > 0 ? ofAccount : draws;
}

/** Equal for the same quota, and the same channel of a quota per channel. */
export const drawnQuotaKey = ({ quota, channel }: DrawnQuota): string =>
  channel === undefined ? quota : `${quota} ${channel}`;

/** Whether both are the same quota, and the same channel of a quota per channel. */
export const isSameQuota = (one: DrawnQuota, other: DrawnQuota): boolean =>
  one.quota === other.quota && one.channel === other.channel;

/** The draws without their channels, as people see them; those on one quota are added up. */
export function drawsByQuota(draws: readonly Draw[]): readonly Draw[] {
  if (draws.every(isSeparate)) return draws;
  const tokensOf = new Map<string, number>();
  for (const { quota, tokens } of draws) tokensOf.set(quota, (tokensOf.get(quota) ?? 0) + tokens);
  return [...tokensOf].map(([quota, tokens]) => ({ quota, tokens }));
}

/** Whether a draw names no channel, and none before it is on the same quota. */
const isSeparate = ({ quota, channel }: Draw, index: number, draws: readonly Draw[]): boolean =>
  channel === undefined && draws.findIndex((other) => other.quota === quota) === index;
