import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../src/api/http/logging/logger';
import { loadConfig, SANDBOX_KEY } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { startServer } from '../../../src/app/server';
import { pathOf } from '../../conformance/stage';
import { SUBJECTS, type Held, type Site, type Subject } from '../../conformance/subjects';
import { createCall, type Answer } from '../../support/gateway/call';
import type { Vendor } from '../../support/vendor/sandbox';
import { startFaultyVendor, type FaultName } from './faulty-vendor';
import type { Write } from './write';

/** Longer than a sound call takes on a busy machine, and short enough to be waited for often. */
const TOTAL_MS = 500;
const PLENTY = { limit: 100_000 };

/** A gateway, and between it and the sandboxes everything that goes wrong. */
export async function startStage(faults: readonly FaultName[]) {
  const vendors = await Promise.all(
    (['nexconn', 'sendbird'] as const).map(async (vendor) => {
      const sandbox = await startSandbox({ vendor: created(vendor), port: 0 });
      const kinds = faults.filter((fault) => fault !== '429' || vendor === 'sendbird');
      const lateMs = 3 * TOTAL_MS;
      return { vendor, sandbox, faulty: await startFaultyVendor(sandbox.url, kinds, lateMs) };
    }),
  );
  const of = (vendor: Vendor) => {
    const found = vendors.find((one) => one.vendor === vendor);
    if (found === undefined) throw new Error(`${vendor} has not been started.`);
    return found;
  };
  const settings = loadConfig({
    env: { PORT: '0' },
    providers: PROVIDERS,
    sandboxConnections: Object.fromEntries(
      SUBJECTS.map((subject) => [
        subject.connection,
        accountOf(subject, of(subject.vendor).faulty.url),
      ]),
    ),
  });
  const server = await startServer(settings, createLogger('silent'));
  const call = createCall(server.url, SANDBOX_KEY);
  const control = (vendor: Vendor, method: string, name: string, body?: object) =>
    fetch(`${of(vendor).sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    call,
    faulty: vendors.map(({ faulty }) => faulty),
    /** As at the start. */
    async reset(): Promise<void> {
      for (const { vendor } of vendors) {
        await control(vendor, 'POST', 'reset');
        const { facts } = SUBJECTS.find((one) => one.vendor === vendor) ?? { facts: undefined };
        const quotas = Object.fromEntries((facts?.quotas ?? []).map((name) => [name, PLENTY]));
        await control(vendor, 'PUT', 'settings', { quotas });
      }
    },
    /** Until what comes late has come. */
    quiet: () => sleep(faults.includes('late') ? 4 * TOTAL_MS : TOTAL_MS),
    state: async (vendor: Vendor): Promise<unknown> =>
      (await control(vendor, 'GET', 'state')).json(),
    carryOut: ({ site, method, under, body }: Write): Promise<Answer> =>
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

export type OutcomeStage = Awaited<ReturnType<typeof startStage>>;

export const heldAt = (state: unknown, { subject, resource, place }: Site): readonly Held[] =>
  subject.facts.held(state, resource, place);

function created(vendor: Vendor) {
  const create = SANDBOX_VENDORS[vendor];
  if (create === undefined) throw new Error(`${vendor} has no sandbox.`);
  return create({});
}

function accountOf({ vendor, settings, facts }: Subject, url: string): object {
  const { sandboxExamples } = facts.provider;
  return {
    provider: vendor,
    baseUrls: [url, url.replace('127.0.0.1', 'localhost')], // the backup is as faulty
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...sandboxExamples.settings,
    ...settings,
    timeouts: { connectMs: TOTAL_MS, totalMs: TOTAL_MS },
    quotas: Object.fromEntries(facts.quotas.map((name) => [name, PLENTY])),
  };
}
