import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../src/api/http/logging/logger';
import { loadConfig, SANDBOX_KEY } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { startServer } from '../../../src/app/server';
import { pathOf } from '../../conformance/conformance-gateway';
import { SUBJECTS, type StoredEntry, type Site, type Subject } from '../../conformance/subjects';
import { createCall, type Answer } from '../../support/gateway/call';
import type { Vendor } from '../../support/vendor/sandbox';
import { startFaultyVendor, type FaultName } from './faulty-vendor';
import type { Write } from './writes';

/** Longer than a successful call takes on a busy machine, and short enough to wait for often. */
const VENDOR_TIMEOUT_MS = 500;
const AMPLE_QUOTA = { limit: 100_000 };

/** Starts a gateway whose calls to the sandboxes of both vendors may meet these faults. */
export async function startOutcomeGateway(faults: readonly FaultName[]) {
  const vendors = await Promise.all(
    (['nexconn', 'sendbird'] as const).map(async (vendor) => {
      const sandbox = await startSandbox({ vendor: createSandboxVendor(vendor), port: 0 });
      const kinds = faults.filter((fault) => fault !== '429' || vendor === 'sendbird');
      const lateMs = 3 * VENDOR_TIMEOUT_MS;
      return { vendor, sandbox, faulty: await startFaultyVendor(sandbox.url, kinds, lateMs) };
    }),
  );
  const findVendor = (vendor: Vendor) => {
    const found = vendors.find((candidate) => candidate.vendor === vendor);
    if (found === undefined) throw new Error(`${vendor} has not been started.`);
    return found;
  };
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(
      SUBJECTS.map((subject) => [
        subject.connection,
        connectionSettings(subject, findVendor(subject.vendor).faulty.url),
      ]),
    ),
  });
  const server = await startServer(settings, createLogger('silent'));
  const call = createCall(server.url, SANDBOX_KEY);
  const control = async (vendor: Vendor, method: string, name: string, body?: object) => {
    const response = await fetch(`${findVendor(vendor).sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`);
    return response.json();
  };
  return {
    call,
    faulty: vendors.map(({ faulty }) => faulty),
    /** Restores the initial data of every sandbox. */
    async reset(): Promise<void> {
      for (const { vendor } of vendors) {
        await control(vendor, 'POST', 'reset');
        const { facts } = SUBJECTS.find((one) => one.vendor === vendor) ?? { facts: undefined };
        const quotas = Object.fromEntries((facts?.quotas ?? []).map((name) => [name, AMPLE_QUOTA]));
        await control(vendor, 'PUT', 'settings', { quotas });
      }
    },
    /** Waits until no vendor call can take effect any more. */
    settle: () => sleep(faults.includes('late call') ? 4 * VENDOR_TIMEOUT_MS : VENDOR_TIMEOUT_MS),
    /** The data that the vendor's sandbox stores. */
    state: (vendor: Vendor): Promise<unknown> => control(vendor, 'GET', 'state'),
    /** Sends a write and resolves with its answer. */
    send: ({ site, method, under, body }: Write): Promise<Answer> =>
      call(method, pathOf(site, under), {
        ...(body !== undefined && { body }),
        headers: { Prefer: 'wait=10' },
      }),
    async close(): Promise<void> {
      await server.close();
      for (const { faulty, sandbox } of vendors) {
        await faulty.close();
        await sandbox.close();
      }
    },
  };
}

export type OutcomeGateway = Awaited<ReturnType<typeof startOutcomeGateway>>;

/** The entries of a target in the data of its sandbox. */
export const readEntries = (
  state: unknown,
  { subject, resource, target }: Site,
): readonly StoredEntry[] => subject.facts.storedEntries(state, resource, target);

function createSandboxVendor(vendor: Vendor) {
  const create = SANDBOX_VENDORS[vendor];
  if (create === undefined) throw new Error(`${vendor} has no sandbox.`);
  return create({});
}

function connectionSettings({ vendor, settings, facts }: Subject, url: string): object {
  const { sandboxExamples } = facts.provider;
  return {
    provider: vendor,
    baseUrls: [url, url.replace('127.0.0.1', 'localhost')], // the backup host is the same faulty vendor
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...sandboxExamples.settings,
    ...settings,
    timeouts: { connectMs: VENDOR_TIMEOUT_MS, totalMs: VENDOR_TIMEOUT_MS },
    quotas: Object.fromEntries(facts.quotas.map((name) => [name, AMPLE_QUOTA])),
  };
}
