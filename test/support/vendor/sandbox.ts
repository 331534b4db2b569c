import { setImmediate as nextTurn } from 'node:timers/promises';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { startRecorder, type Exchange } from './recorder';
import { findSurfaceViolations } from './surface';

export type Vendor = 'nexconn' | 'sendbird' | 'stream' | 'tencent';

export interface Arrival {
  readonly atMs: number;
  readonly method: string;
  readonly route: string;
  readonly status: number | null;
  readonly quotas: Readonly<Record<string, number>>;
  readonly channel?: string;
}

/** A fault for `PUT /_sandbox/faults`; see src/sandbox/kit/README.md. */
export interface Fault {
  readonly route: string;
  readonly kind: string;
  readonly status?: number;
  readonly code?: number;
  readonly times?: number;
  readonly skip?: number;
  readonly contains?: string;
  readonly appliedAfterMs?: number;
}

/** A vendor's sandbox behind a recording proxy. */
export interface TestSandbox {
  /** Base URL of the vendor's API; everything sent here is recorded. */
  readonly url: string;
  /** The stored data, in the vendor's own format. */
  state<State>(): Promise<State>;
  arrivals(): Promise<readonly Arrival[]>;
  /** The recorded vendor calls with their replies, byte for byte. */
  readonly exchanges: readonly Exchange[];
  /** Changes settings. After a change of `unknowns`, replies are not checked against the API document until the next reset. */
  settings(change: object): Promise<void>;
  faults(...faults: Fault[]): Promise<void>;
  /** Lets `calls` further calls pass, then injects the faults until the next reset. */
  scheduleFaults(calls: number, ...faults: Fault[]): void;
  /** Restores the initial state and settings; clears arrivals, faults and recorded calls. */
  reset(): Promise<void>;
  /** Departures from `openapi/<vendor>.yaml` since the start, one sentence each. */
  readonly surfaceViolations: readonly string[];
  close(): Promise<void>;
}

export async function startTestSandbox(vendor: Vendor): Promise<TestSandbox> {
  const create = SANDBOX_VENDORS[vendor];
  if (create === undefined) throw new Error(`${vendor} has no sandbox.`);
  const sandbox = await startSandbox({ vendor: create({}), port: 0 });
  const recorder = await startRecorder(sandbox.url);
  const surfaceViolations: string[] = [];
  const checkRecorded = (): void => {
    surfaceViolations.push(
      ...recorder.exchanges.flatMap((exchange) => findSurfaceViolations(vendor, exchange)),
    );
    recorder.clear();
  };
  const control = async (method: string, name: string, body?: unknown): Promise<unknown> => {
    await nextTurn(); // calls that have arrived count
    const reply = sandbox.control(method, name, body);
    const text = JSON.stringify(reply.body);
    if (reply.status !== 200) throw new Error(`${method} ${name}: ${text}`);
    return JSON.parse(text) as unknown; // a copy, as over the network
  };
  const faults = async (list: readonly Fault[]): Promise<void> => {
    await control('PUT', 'faults', list);
    recorder.expectsUndocumented = list.length > 0;
  };
  return {
    url: recorder.url,
    exchanges: recorder.exchanges,
    surfaceViolations,
    state: async <State>() => (await control('GET', 'state')) as State,
    arrivals: async () =>
      ((await control('GET', 'arrivals')) as { arrivals: readonly Arrival[] }).arrivals,
    async settings(change) {
      await control('PUT', 'settings', change);
      // replies under changed unknowns may depart from the API document
      if ('unknowns' in change) recorder.expectsUndocumented = true;
    },
    faults: (...list) => faults(list),
    scheduleFaults(calls, ...list) {
      const due = recorder.exchanges.length + calls;
      recorder.beforeCall = async (earlier) => {
        if (earlier === due) await faults(list);
      };
    },
    async reset() {
      checkRecorded();
      recorder.expectsUndocumented = false;
      recorder.beforeCall = () => Promise.resolve();
      await control('POST', 'reset');
    },
    async close() {
      checkRecorded();
      await recorder.close();
      await sandbox.close();
    },
  };
}
