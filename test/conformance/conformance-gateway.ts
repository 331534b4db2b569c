import {
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../support/gateway/gateway';
import type { Answer, CallOptions } from '../support/gateway/call';
import type { TestSandbox } from '../support/vendor/sandbox';
import { SUBJECTS, type StoredEntry, type Site, type Subject } from './subjects';

/** A write of unknown outcome is read back after this time. */
const TIMEOUT_MS = 2_000;

/** A limit that no test of this suite reaches. */
const UNREACHABLE_LIMIT = 10_000;

/** Subjects of one vendor share its sandbox. */
const ONE_OF_EACH_VENDOR = [
  ...new Map(SUBJECTS.map((subject) => [subject.vendor, subject])).values(),
];

/** A gateway with a connection for every subject. */
export interface ConformanceGateway extends TestGateway {
  /** Resets the sandboxes and raises their quotas above the needs of any test. */
  reset(): Promise<void>;
  /** Does the same for the sandbox of this subject alone. */
  resetSandboxOf(subject: Subject): Promise<void>;
  /** Calls the metadata of a site; `suffix` is appended to its path, such as `/key` or `?keys=a`. */
  callSite(site: Site, method: string, suffix?: string, options?: CallOptions): Promise<Answer>;
  /** The entries that the sandbox has stored at a site. */
  storedEntries(site: Site): Promise<StoredEntry[]>;
  sandboxOf(subject: Subject): TestSandbox;
}

export async function startConformanceGateway(
  options: Omit<TestGatewayOptions, 'connections'> = {},
): Promise<ConformanceGateway> {
  const testGateway = await startGateway({ ...options, connections: CONNECTIONS });
  const gateway: ConformanceGateway = {
    ...testGateway,
    async reset() {
      await Promise.all(ONE_OF_EACH_VENDOR.map((subject) => gateway.resetSandboxOf(subject)));
    },
    async resetSandboxOf(subject) {
      const sandbox = gateway.sandboxOf(subject);
      await sandbox.reset();
      await sandbox.settings({ quotas: unreachableQuotas(subject) });
    },
    callSite: (site, method, suffix = '', options) =>
      testGateway.call(method, pathOf(site, suffix), options),
    async storedEntries({ subject, resource, target }) {
      return subject.facts.storedEntries(
        await gateway.sandboxOf(subject).state(),
        resource,
        target,
      );
    },
    sandboxOf: ({ vendor }) => testGateway.sandboxes[vendor],
  };
  await gateway.reset();
  return gateway;
}

const unreachableQuotas = ({ facts }: Subject) =>
  Object.fromEntries(facts.quotas.map((name) => [name, { limit: UNREACHABLE_LIMIT }]));

const CONNECTIONS = Object.fromEntries(
  SUBJECTS.map((subject) => [
    subject.connection,
    {
      provider: subject.vendor,
      ...subject.settings,
      quotas: unreachableQuotas(subject),
      timeouts: { connectMs: TIMEOUT_MS, totalMs: TIMEOUT_MS },
    },
  ]),
);

/** The path of a site's metadata, with its subchannel in the query. */
export function pathOf({ subject, target, resource }: Site, suffix = ''): string {
  const message =
    resource === 'message' ? `/messages/${encodeURIComponent(target.messageId ?? '')}` : '';
  return withSubchannel(`${channelPath(subject, target)}${message}/metadata${suffix}`, target);
}

export function countersPath(subject: Subject, target: Site['target'], suffix = ''): string {
  return `${channelPath(subject, target)}/counters${suffix}`;
}

export const channelPath = ({ connection }: Subject, { channelType, channelId }: Site['target']) =>
  `/v1/connections/${connection}/channels/${channelType}/${encodeURIComponent(channelId)}`;

function withSubchannel(path: string, { subchannelId }: Site['target']): string {
  if (subchannelId === undefined) return path;
  return `${path}${path.includes('?') ? '&' : '?'}subchannelId=${encodeURIComponent(subchannelId)}`;
}
