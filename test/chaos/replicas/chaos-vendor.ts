import { startSandbox, type RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import type { Build } from '../../fleet/build';
import { Proxy } from '../../fleet/proxy';
import { VENDOR_ACCOUNTS, type VendorAccount } from './vendor-accounts';

/** A vendor: one sandbox behind a proxy for each of its hosts. */
export class ChaosVendor {
  private constructor(
    readonly account: VendorAccount,
    readonly hosts: readonly Proxy[],
    private readonly sandbox: RunningSandbox,
  ) {}

  static async start(account: VendorAccount, { proxy }: Build): Promise<ChaosVendor> {
    const create = SANDBOX_VENDORS[account.vendor];
    if (create === undefined) throw new Error(`${account.vendor} has no sandbox.`);
    const sandbox = await startSandbox({ vendor: create({}), port: 0 });
    const hosts = await Promise.all(
      Array.from({ length: account.hosts }, () => Proxy.start(proxy, sandbox.port)),
    );
    const vendor = new ChaosVendor(account, hosts, sandbox);
    await vendor.reset();
    return vendor;
  }

  /** Restores the initial data; clears arrivals and faults. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
    const { quotas } = this.account;
    await this.control('PUT', 'settings', { quotas, latencyMs: [0, 10] });
  }

  get baseUrls(): readonly string[] {
    return this.hosts.map(({ port }) => `http://127.0.0.1:${port}`);
  }

  /** Calls a control endpoint of the sandbox. @throws Error if it does not answer 200 */
  async control(method: string, name: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${name}: ${await answer.text()}`);
    return answer.json();
  }

  async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.end()));
    await this.sandbox.close();
  }
}

export const startVendors = (build: Build): Promise<ChaosVendor[]> =>
  Promise.all(VENDOR_ACCOUNTS.map((account) => ChaosVendor.start(account, build)));
