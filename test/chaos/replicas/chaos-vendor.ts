import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { SANDBOX_VENDORS } from '../../../src/sandbox/vendors';
import type { Build } from '../../fleet/build';
import { Proxy } from '../../fleet/proxy';
import { ACCOUNTS, type Account } from './accounts';

/** A vendor: a sandbox, behind a proxy for each of its hosts. */
export class ChaosVendor {
  private constructor(
    readonly account: Account,
    readonly hosts: readonly Proxy[],
    private readonly sandbox: Awaited<ReturnType<typeof startSandbox>>,
  ) {}

  static async start(account: Account, { proxy }: Build): Promise<ChaosVendor> {
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

  /** As at the start: nothing is remembered. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
    const { quotas } = this.account;
    await this.control('PUT', 'settings', { quotas, latencyMs: [0, 10] });
  }

  get baseUrls(): readonly string[] {
    return this.hosts.map(({ port }) => `http://127.0.0.1:${port}`);
  }

  async control(method: string, name: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.sandbox.url}/_sandbox/${name}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answer.json();
  }

  async close(): Promise<void> {
    await Promise.all(this.hosts.map((host) => host.end()));
    await this.sandbox.close();
  }
}

export const startVendors = (build: Build): Promise<ChaosVendor[]> =>
  Promise.all(ACCOUNTS.map((account) => ChaosVendor.start(account, build)));
