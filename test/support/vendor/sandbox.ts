import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import { startRecorder, type Exchange } from './recorder';
import { surfaceFaults } from './surface';

export type Vendor = 'nexconn' | 'sendbird';

export interface Arrival {
  readonly atMs: number;
  readonly method: string;
  readonly route: string;
  readonly status: number | null;
  readonly quotas: Readonly<Record<string, number>>;
}

/** A fault of `PUT /_sandbox/faults`. */
export interface Fault {
  readonly route: string;
  readonly kind: string;
  readonly status?: number;
  readonly code?: number;
  readonly times?: number;
}

/** A vendor's sandbox behind a recorder. */
export interface TestSandbox {
  /** Where the vendor's API is; everything sent here is recorded. */
  readonly url: string;
  /** What the sandbox holds, in the vendor's own shape. */
  state<State>(): Promise<State>;
  arrivals(): Promise<readonly Arrival[]>;
  /** The recorded vendor calls, byte for byte, with the replies. */
  readonly exchanges: readonly Exchange[];
  /** With `unknowns`, replies are no longer held against the vendor's surface, until the next reset. */
  settings(change: object): Promise<void>;
  faults(...faults: Fault[]): Promise<void>;
  /** Faults from the call after so many more on, until the next reset. */
  faultsAfter(calls: number, ...faults: Fault[]): void;
  /** State as at the start; no arrivals, faults, settings or recorded calls. */
  reset(): Promise<void>;
  /** What was off the vendor's described surface since the start, in words. */
  readonly offSurface: readonly string[];
  close(): Promise<void>;
}

export async function startTestSandbox(vendor: Vendor): Promise<TestSandbox> {
  const create = SANDBOX_VENDORS[vendor];
  if (create === undefined) throw new Error(`${vendor} has no sandbox.`);
  const sandbox = await startSandbox({ vendor: create({}), port: 0 });
  const recorder = await startRecorder(sandbox.url);
  const offSurface: string[] = [];
  const settle = (): void => {
    offSurface.push(...recorder.exchanges.flatMap((one) => surfaceFaults(vendor, one)));
    recorder.forget();
  };
  const control = async (method: string, name: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${name}: ${await response.text()}`);
    return response.json();
  };
  const faults = async (list: readonly Fault[]): Promise<void> => {
    await control('PUT', 'faults', list);
    recorder.spoiling = list.length > 0;
  };
  return {
    url: recorder.url,
    exchanges: recorder.exchanges,
    offSurface,
    state: async <State>() => (await control('GET', 'state')) as State,
    arrivals: async () =>
      ((await control('GET', 'arrivals')) as { arrivals: readonly Arrival[] }).arrivals,
    async settings(change) {
      await control('PUT', 'settings', change);
      // the surface describes what is documented, these replies depart from it
      if ('unknowns' in change) recorder.spoiling = true;
    },
    faults: (...list) => faults(list),
    faultsAfter(calls, ...list) {
      const due = recorder.exchanges.length + calls;
      recorder.beforeCall = async (earlier) => {
        if (earlier === due) await faults(list);
      };
    },
    async reset() {
      settle();
      recorder.spoiling = false;
      recorder.beforeCall = () => Promise.resolve();
      await control('POST', 'reset');
    },
    async close() {
      settle();
      await recorder.close();
      await sandbox.close();
    },
  };
}
