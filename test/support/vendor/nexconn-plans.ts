import { nexconn } from '../../../src/providers/nexconn';
import { NexconnSettings } from '../../../src/providers/nexconn/settings';
import type { Target } from '../../../src/core/metadata';
import type { OperationName, Reply } from '../../../src/core/operation';
import type { Plan } from '../../../src/core/upstream';
import { describeRequest, runPlan } from './run-plan';

export type Profile = NexconnSettings['profile'];

interface MoreSettings {
  readonly communityPairs?: number | undefined;
}

export function createAdapter(
  profile: Profile = 'classic',
  { communityPairs = 100 }: MoreSettings = {},
) {
  const settings = { appKey: 'key', appSecret: 'test-secret', profile, communityPairs };
  return nexconn.createAdapter(Object.assign(new NexconnSettings(), settings));
}

export function planOf(
  operation: OperationName,
  call: object,
  profile?: Profile,
  more?: MoreSettings,
): Plan<Reply> {
  const plan = createAdapter(profile, more).plans[operation] as (call: object) => Plan<Reply>;
  return plan({ options: {}, strict: false, actorId: 'actor', isKeyInPath: false, ...call });
}

export const DIRECT: Target = {
  connection: 'c',
  channelType: 'direct',
  channelId: 'user',
  messageId: 'm',
};
export const GROUP: Target = { ...DIRECT, channelType: 'group', channelId: 'group' };
export const COMMUNITY: Target = { ...DIRECT, channelType: 'community', channelId: 'community' };
export const SUBCHANNEL: Target = { ...COMMUNITY, subchannelId: 'sub' };
export const OPEN: Target = { connection: 'c', channelType: 'open', channelId: 'room/1' };

export const entry = (key: string, value = '1') => ({ key, values: [value] });
export const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => entry(`k${index}`));
export const keysOf = (count: number) => entries(count).map(({ key }) => key);

/** A call with the exact requests that it leads to. */
export interface Row {
  readonly operation: OperationName;
  readonly profile?: Profile;
  readonly call: object;
  /** The vendor's replies. */
  readonly payloads?: readonly unknown[];
  /** As `describeRequest` shows them. */
  readonly requests: readonly string[];
}

export function expectExactRequests({
  operation,
  profile,
  call,
  payloads = [],
  requests,
}: Row): void {
  const run = runPlan(planOf(operation, call, profile), ...payloads);
  expect(run.requests.map(describeRequest)).toEqual(requests);
}
