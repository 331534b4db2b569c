import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '../../../src/api/http/logging/logger';
import { loadConfig, SANDBOX_KEY } from '../../../src/config';
import { PROVIDERS } from '../../../src/providers/registry';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { startServer } from '../../../src/app/server';
import { countersPath, pathOf } from '../../conformance/conformance-gateway';
import { SUBJECTS, type StoredEntry, type Subject } from '../../conformance/subjects';
import { createCall, type Answer } from '../../support/gateway/call';
import type { Fault, Vendor } from '../../support/vendor/sandbox';
import { startFaultyVendor, type FaultName } from './faulty-vendor';
import type { Place, Write } from './writes';

/** Longer than a successful call takes on a busy machine, and short enough to wait for often. */
const VENDOR_TIMEOUT_MS = 500;
const AMPLE_QUOTA = { limit: 100_000 };
const POLL_MS = 20;

interface ActiveFaults {
  readonly faults: readonly Fault[];
  /** Writes that the sandbox has not applied yet. */
  readonly pendingWrites: number;
}

/** Starts a gateway whose calls to the sandboxes of all vendors may meet these faults. */
export async function startOutcomeGateway(
  faults: readonly FaultName[],
  timeoutMs = VENDOR_TIMEOUT_MS,
) {
  const vendors = await Promise.all(
    (['nexconn', 'sendbird', 'stream', 'tencent'] as const).map(async (vendor) => {
      const sandbox = await startSandbox({ vendor: createSandboxVendor(vendor), port: 0 });
      const kinds = faults.filter((fault) => fault !== '429' || vendor === 'sendbird');
      const faulty = await startFaultyVendor(sandbox.url, kinds, timeoutMs);
      return { vendor, sandbox, faulty };
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
        connectionSettings(subject, findVendor(subject.vendor).faulty.url, timeoutMs),
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
  const faultsOf = async (vendor: Vendor): Promise<ActiveFaults> =>
    (await control(vendor, 'GET', 'faults')) as ActiveFaults;
  /** Sends a write and resolves with its answer. */
  const send = ({ place, method, under, body }: Write): Promise<Answer> =>
    call(method, pathOfPlace(place, under), {
      ...(body !== undefined && { body }),
      headers: { Prefer: 'wait=10' },
    });
  return {
    faulty: vendors.map(({ faulty }) => faulty),
    /** Adds a fault to those of a sandbox. */
    addFault: (vendor: Vendor, fault: Fault) => control(vendor, 'POST', 'faults', [fault]),
    /** Whether a fault with this text can still occur. */
    async hasFault(vendor: Vendor, contains: string): Promise<boolean> {
      const { faults } = await faultsOf(vendor);
      return faults.some((fault) => fault.contains === contains);
    },
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
    async settle(): Promise<void> {
      for (const { vendor, faulty } of vendors) {
        await faulty.lateCallsDone();
        while ((await faultsOf(vendor)).pendingWrites > 0) await sleep(POLL_MS);
      }
    },
    /**
     * Waits until a vendor has applied a late write that it has received. Those of other places do not count:
     * there may be no moment without one.
     * @param appliedAfterMs the delay of the late write
     */
    async settleWrite(vendor: Vendor, appliedAfterMs: number): Promise<void> {
      const untilMs = performance.now() + appliedAfterMs + POLL_MS;
      while (performance.now() < untilMs && (await faultsOf(vendor)).pendingWrites > 0)
        await sleep(POLL_MS);
    },
    /** The data that the vendor's sandbox stores. */
    state: (vendor: Vendor): Promise<unknown> => control(vendor, 'GET', 'state'),
    send,
    /** Sends a write until it succeeds: a circuit may still be open, or the machine busy. */
    async store(write: Write): Promise<void> {
      let answer = await send(write);
      for (let attempt = 0; answer.status >= 300; attempt += 1) {
        if (attempt === 30) throw new Error(`${write.place.title} is not written: ${answer.text}`);
        await sleep(500);
        answer = await send(write);
      }
    },
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

/** The entries or counters of a place in the data of its sandbox; the value of a counter as a text. */
export function readStored(
  state: unknown,
  { subject, resource, target }: Place,
): readonly StoredEntry[] {
  if (resource !== 'counters') return subject.facts.storedEntries(state, resource, target);
  return subject.facts
    .counters(state, target)
    .map(({ key, value }) => ({ key, values: [String(value)] }));
}

const pathOfPlace = ({ subject, resource, target }: Place, under: string): string =>
  resource === 'counters'
    ? countersPath(subject, target, under)
    : pathOf({ title: '', subject, resource, target }, under);

function createSandboxVendor(vendor: Vendor) {
  const create = SANDBOX_VENDORS[vendor];
  if (create === undefined) throw new Error(`${vendor} has no sandbox.`);
  return create({});
}

function connectionSettings(
  { vendor, settings, facts }: Subject,
  url: string,
  timeoutMs: number,
): object {
  const { sandboxExamples } = facts.provider;
  return {
    provider: vendor,
    baseUrls: [url, url.replace('127.0.0.1', 'localhost')], // the backup host is the same faulty vendor
    ...(sandboxExamples.actorId !== undefined && { defaultActorId: sandboxExamples.actorId }),
    ...sandboxExamples.settings,
    ...settings,
    timeouts: { connectMs: timeoutMs, totalMs: timeoutMs },
    quotas: Object.fromEntries(facts.quotas.map((name) => [name, AMPLE_QUOTA])),
  };
}
