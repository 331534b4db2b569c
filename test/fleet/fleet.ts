import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Build } from './build';
import { Child } from './child';
import { FALLBACK_MS, gatewaySettings, TIMEOUTS } from './gateway-settings';
import type { Tally } from './processes/load';
import type { SenderSettings } from './processes/senders';
import type { VendorArrival } from './processes/vendor';
import { FleetRedis } from './redis';
import { startReplica, type Replica } from './replica';
import type { Scenario } from './scenario';

/** Replicas between callers and a vendor that counts calls, each in a process of its own. */
export class Fleet {
  private replicas: Replica[] = [];
  /** All replicas, including crashed ones, so that a failed test leaves none behind. */
  private readonly started: Replica[] = [];
  private vendor: Child<'report', readonly VendorArrival[]>;
  private load: Child<'stop' | readonly string[], Tally, Tally> | undefined;
  private senders: Child<readonly string[], number>[] = [];
  private redisServer: FleetRedis | undefined;
  private readonly folder = mkdtempSync(join(tmpdir(), 'gateway-fleet-settings-'));

  constructor(
    private readonly build: Build,
    private readonly scenario: Scenario,
  ) {}

  get redis(): FleetRedis {
    if (this.redisServer === undefined) throw new Error('This fleet has no Redis.');
    return this.redisServer;
  }

  async start(): Promise<void> {
    const { accounts, replicas, redis, rttMs, jitterMs } = this.scenario;
    const { onLoss = 'share', fallbackMs = FALLBACK_MS, maxReplicas = replicas } = this.scenario;
    this.vendor = await Child.start(this.build.vendor, { rttMs, jitterMs });
    const settings = gatewaySettings({
      accounts,
      vendorPort: this.vendor.first,
      maxReplicas,
      onLoss,
      fallbackMs,
      redis: redis !== 'none',
    });
    writeFileSync(this.config, settings);
    if (redis !== 'none')
      this.redisServer = await FleetRedis.start(
        redis === 'proxied' ? this.build.proxy : undefined,
        replicas,
      );
    const starting = Array.from({ length: replicas }, (_, index) => this.newReplica(index));
    this.replicas = await Promise.all(starting);
  }

  async startLoad(): Promise<void> {
    const callers = this.scenario.accounts.flatMap((account) => account.callers);
    const settings = { callers, urls: this.urls };
    this.load = await Child.start(this.build.load, settings);
    await this.startSenders();
  }

  /** Kills the services that send messages with SIGKILL, in the middle of their work, and replaces them. */
  async crashSenders(): Promise<void> {
    await Promise.all(this.senders.map((sender) => sender.kill()));
    await this.startSenders();
  }

  /** Disconnects all callers. @returns the replies they got */
  async stopLoad(): Promise<Tally> {
    await Promise.all(this.senders.map((sender) => sender.kill()));
    return (await this.load?.request('stop')) ?? {};
  }

  /** The calls that the vendor has received since the last report. */
  arrivals(): Promise<readonly VendorArrival[]> {
    return this.vendor.request('report');
  }

  async stall(index: number, forMs: number): Promise<void> {
    await this.replicas[index]?.stall(forMs);
  }

  /** Kills a replica with SIGKILL and replaces it. */
  async crash(index: number): Promise<void> {
    await this.replicas[index]?.kill();
    const [replacement] = await Promise.all([this.newReplica(index), this.updateUrls(index)]);
    this.replicas[index] = replacement;
    await this.updateUrls();
  }

  async stop(): Promise<void> {
    await this.load?.kill();
    await Promise.all(this.senders.map((sender) => sender.kill()));
    await Promise.all(this.started.map((replica) => replica.kill()));
    await this.redisServer?.stop();
    await this.vendor.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get config(): string {
    return join(this.folder, 'gateway.yaml');
  }

  private get urls(): string[] {
    return this.replicas.map(({ url }) => url);
  }

  private async updateUrls(without?: number): Promise<void> {
    const urls = this.urls.filter((_, index) => index !== without);
    for (const sender of this.senders) sender.tell(urls);
    await this.load?.request(urls);
  }

  private async startSenders(): Promise<void> {
    const starting = this.scenario.accounts.flatMap(({ name: account, sender, quotas }) => {
      if (sender === undefined) return [];
      const settings: SenderSettings = {
        sender,
        account,
        vendorUrl: `http://127.0.0.1:${this.vendor.first}`,
        urls: this.urls,
        windowMs: Math.max(...quotas.map(({ windowMs }) => windowMs)),
        callMs: TIMEOUTS.totalMs,
      };
      return [Child.start<readonly string[], number>(this.build.senders, settings)];
    });
    this.senders = await Promise.all(starting);
  }

  private async newReplica(index: number): Promise<Replica> {
    const redisUrl = this.redisServer?.urlOf(index);
    const script = this.build.gateway;
    const replica = await startReplica({ script, config: this.config, redisUrl });
    this.started.push(replica);
    return replica;
  }
}
