import {
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway/gateway';
import type { Answer, CallOptions } from '../support/gateway/call';
import type { TestSandbox } from '../support/vendor/sandbox';
import { SUBJECTS, type Held, type Site, type Subject } from './subjects';

/** Tokens a second that no test here uses up. */
const PLENTY = 10_000;

/** A gateway with a connection for every subject. */
export interface Stage extends TestGateway {
  /** Sandboxes as at the start, with quotas that are in nobody's way. */
  fresh(): Promise<void>;
  /** A call on a site's metadata; `under` goes after it, such as `/key` or `?keys=a`. */
  at(site: Site, method: string, under?: string, sending?: CallOptions): Promise<Answer>;
  /** What the sandbox holds at a site. */
  held(site: Site): Promise<Held[]>;
  sandboxOf(subject: Subject): TestSandbox;
}

export async function startStage(start: Omit<TestGatewayOptions, 'connections'> = {}) {
  const gateway = await startGateway({ ...start, connections: CONNECTIONS });
  const stage: Stage = {
    ...gateway,
    async fresh() {
      for (const subject of SUBJECTS) {
        const sandbox = stage.sandboxOf(subject);
        await sandbox.reset();
        await sandbox.settings({ quotas: plenty(subject) });
      }
    },
    at: (site, method, under = '', sending) => gateway.call(method, pathOf(site, under), sending),
    async held({ subject, resource, place }) {
      return subject.facts.held(await stage.sandboxOf(subject).state(), resource, place);
    },
    sandboxOf: ({ vendor }) => gateway.sandboxes[vendor],
  };
  await stage.fresh();
  return stage;
}

const plenty = ({ facts }: Subject) =>
  Object.fromEntries(facts.quotas.map((name) => [name, { limit: PLENTY }]));

const CONNECTIONS = Object.fromEntries(
  SUBJECTS.map((subject) => [
    subject.connection,
    { provider: subject.vendor, ...subject.settings, quotas: plenty(subject) },
  ]),
);

/** The metadata of a site, with its subchannel in the query. */
export function pathOf({ subject, place, resource }: Site, under = ''): string {
  const message =
    resource === 'message' ? `/messages/${encodeURIComponent(place.messageId ?? '')}` : '';
  return withSubchannel(`${channelPath(subject, place)}${message}/metadata${under}`, place);
}

export function countersPath(subject: Subject, place: Site['place'], under = ''): string {
  return `${channelPath(subject, place)}/counters${under}`;
}

const channelPath = ({ connection }: Subject, { channelType, channelId }: Site['place']) =>
  `/v1/connections/${connection}/channels/${channelType}/${encodeURIComponent(channelId)}`;

function withSubchannel(path: string, { subchannelId }: Site['place']): string {
  if (subchannelId === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}subchannelId=${encodeURIComponent(subchannelId)}`;
}
