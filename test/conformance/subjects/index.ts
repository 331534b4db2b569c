import type { Limit } from '../../../src/core/capability';
import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { PROVIDERS } from '../../../src/providers/registry';
import type { Vendor } from '../../support/vendor/sandbox';
import { NEXCONN } from './nexconn';
import { SENDBIRD } from './sendbird';
import { STREAM } from './stream';
import { TENCENT } from './tencent';
import type { Resource, Subject, VendorFacts } from './subject';

const FACTS: Readonly<Record<Vendor, VendorFacts>> = {
  nexconn: NEXCONN,
  sendbird: SENDBIRD,
  stream: STREAM,
  tencent: TENCENT,
};

/** Only this vendor, where it is set. */
const { CONFORMANCE_VENDOR } = process.env;

/** Every dialect of every vendor of the registry. */
export const SUBJECTS: readonly Subject[] = PROVIDERS.filter(
  ({ name }) => CONFORMANCE_VENDOR === undefined || name === CONFORMANCE_VENDOR,
).flatMap(({ name }) => {
  const vendor = name as Vendor;
  const facts = FACTS[vendor];
  return Object.entries(facts.dialects).map(([dialect, settings]) => ({
    connection: `${vendor}-${dialect}`,
    vendor,
    settings,
    facts,
  }));
});

/** A resource of a target that the vendor supports. */
export interface Site {
  readonly title: string;
  readonly subject: Subject;
  readonly target: ExampleTarget;
  readonly resource: Resource;
}

/** Every target of every subject whose metadata can be set, once for each resource. */
export const SITES: readonly Site[] = SUBJECTS.flatMap((subject) =>
  subject.facts.provider.sandboxExamples.targets.flatMap((target) =>
    (['message', 'channel'] as const)
      .filter((resource) => canSet(subject, resource, target))
      .map((resource) => ({
        title: `${subject.connection}, ${target.channelType} ${resource}`,
        subject,
        target,
        resource,
      })),
  ),
);

function canSet({ facts }: Subject, resource: Resource, { channelType }: ExampleTarget): boolean {
  return facts.provider.capabilities[`${resource}.set`]?.[channelType] !== undefined;
}

/** The most keys that a message or channel of the vendor can have; undefined: no limit. */
export function mostKeys({
  subject,
  resource,
  target,
}: Pick<Site, 'subject' | 'target'> & { readonly resource: Limit['resource'] }):
  number | undefined {
  const limit = subject.facts.provider.limits.find(
    (one) =>
      one.unit === 'keys' &&
      one.resource === resource &&
      one.channelTypes.includes(target.channelType),
  );
  return limit?.maximum;
}

export type { StoredEntry, Resource, Subject } from './subject';
