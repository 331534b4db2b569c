import type { ExampleTarget } from '../../../src/core/sandbox-examples';
import { PROVIDERS } from '../../../src/providers/registry';
import type { Vendor } from '../../support/vendor/sandbox';
import { NEXCONN } from './nexconn';
import { SENDBIRD } from './sendbird';
import type { Resource, Subject, VendorFacts } from './subject';

const FACTS: Readonly<Record<Vendor, VendorFacts>> = { nexconn: NEXCONN, sendbird: SENDBIRD };

/** Every dialect of every vendor of the registry. */
export const SUBJECTS: readonly Subject[] = PROVIDERS.flatMap(({ name }) => {
  const vendor = name as Vendor;
  const facts = FACTS[vendor];
  return Object.entries(facts.dialects).map(([dialect, settings]) => ({
    connection: `${vendor}-${dialect}`,
    vendor,
    settings,
    facts,
  }));
});

/** A resource at a place where a vendor has it. */
export interface Site {
  readonly title: string;
  readonly subject: Subject;
  readonly place: ExampleTarget;
  readonly resource: Resource;
}

/** Every place of every subject where metadata can be set, a row for each resource. */
export const SITES: readonly Site[] = SUBJECTS.flatMap((subject) =>
  subject.facts.provider.sandboxExamples.targets.flatMap((place) =>
    (['message', 'channel'] as const)
      .filter((resource) => canSet(subject, resource, place))
      .map((resource) => ({
        title: `${subject.connection}, ${place.channelType} ${resource}`,
        subject,
        place,
        resource,
      })),
  ),
);

function canSet({ facts }: Subject, resource: Resource, { channelType }: ExampleTarget): boolean {
  return facts.provider.capabilities[`${resource}.set`]?.[channelType] !== undefined;
}

export type { Held, Resource, Subject } from './subject';
