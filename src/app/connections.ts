import { isDeepStrictEqual } from 'node:util';
import type { ConnectionSettings, EgressSettings, GatewaySettings } from '../config';
import {
  connectionRemoved,
  Gateway,
  GatewayRegistry,
  PassThrough,
  systemEnvironment,
  type Connection,
  type GatewayObserver,
  type ReadMemory,
  type RegisteredConnection,
} from '../gateway';
import { createTransport, type Transport, type TransportSettings } from '../transport';
import type { VendorAccounts, VendorAccount } from './vendor-accounts';

/** The largest vendor reply. 300 entries of 4,096 escaped characters are well below. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** A connection with its current settings. Queued calls use the settings current when they are sent. */
class ConfiguredConnection implements Connection {
  readonly name: string;
  readonly provider: ConnectionSettings['provider'];
  adapter: ConnectionSettings['adapter'];
  transport: Transport;
  baseUrl: string;
  defaultActorId: string | undefined;
  vendorRoutes: ConnectionSettings['vendorRoutes'];
  sendsTraceparent: boolean;
  mode: ConnectionSettings['mode'];
  maxCooldownMs: number;
  isRemoved = false;
  private transportSettings: TransportSettings;

  constructor(
    settings: ConnectionSettings,
    egress: EgressSettings,
    readonly account: VendorAccount,
  ) {
    this.name = settings.name;
    this.provider = settings.provider;
    this.adapter = settings.adapter;
    this.defaultActorId = settings.defaultActorId;
    this.vendorRoutes = settings.vendorRoutes;
    this.sendsTraceparent = settings.sendTraceparent;
    this.mode = settings.mode;
    this.maxCooldownMs = settings.timeouts.maxCooldownMs;
    this.transportSettings = transportSettingsOf(settings, egress);
    this.transport = createTransport(this.transportSettings);
    this.baseUrl = this.transportSettings.baseUrls[0] ?? '';
  }

  get longestCallMs() {
    return this.transportSettings.timeouts.totalMs;
  }

  get limiter() {
    return this.account.limiter;
  }

  get locks() {
    return this.account.locks;
  }

  /** Replaces the settings. Vendor calls in progress finish on the old transport. */
  update(settings: ConnectionSettings, egress: EgressSettings): void {
    this.adapter = settings.adapter;
    this.defaultActorId = settings.defaultActorId;
    this.vendorRoutes = settings.vendorRoutes;
    this.sendsTraceparent = settings.sendTraceparent;
    this.mode = settings.mode;
    this.maxCooldownMs = settings.timeouts.maxCooldownMs;
    const transportSettings = transportSettingsOf(settings, egress);
    if (isDeepStrictEqual(transportSettings, this.transportSettings)) return;
    // the old transport needs no closing: its sockets close when they have been idle
    this.transport = createTransport(transportSettings);
    this.transportSettings = transportSettings; // not before: creating the transport may fail
    this.baseUrl = transportSettings.baseUrls[0] ?? '';
  }
}

interface Entry extends RegisteredConnection {
  readonly connection: ConfiguredConnection;
}

/** The connections of the current configuration, each with its gateway. */
export class Connections {
  readonly gateways = new GatewayRegistry();
  private entries: readonly Entry[] = [];

  constructor(
    private readonly accounts: VendorAccounts,
    private readonly observer: GatewayObserver,
    private readonly memory: ReadMemory,
  ) {}

  /** Opens, updates and removes connections, so that they match the settings. */
  apply(settings: GatewaySettings): void {
    this.accounts.apply(settings);
    const before = this.entries;
    this.entries = [...settings.connections.values()].map((one) =>
      this.openOrUpdate(one, settings.egress),
    );
    this.gateways.set(this.entries);
    for (const { connection } of before)
      if (!settings.connections.has(connection.name)) this.remove(connection);
  }

  close(): void {
    for (const { connection } of this.entries) connection.transport.close();
  }

  /**
   * A connection that changes to another vendor account is a new connection under the same name; calls
   * that wait in the queue of the old account are still sent with the old one.
   */
  private openOrUpdate(settings: ConnectionSettings, egress: EgressSettings): Entry {
    const account = this.accounts.get(settings);
    const existing = this.entries.find(({ connection }) => connection.name === settings.name);
    if (existing?.connection.account === account) {
      existing.connection.update(settings, egress);
      return existing;
    }
    const connection = new ConfiguredConnection(settings, egress, account);
    const { observer, memory } = this;
    return {
      connection,
      gateway: new Gateway(connection, systemEnvironment, observer, memory),
      passThrough: new PassThrough(connection, systemEnvironment, observer),
    };
  }

  /** Refuses new calls; also the queued ones, unless another connection uses the account. */
  private remove(connection: ConfiguredConnection): void {
    connection.isRemoved = true;
    if (!this.accounts.isInUse(connection.account))
      connection.limiter.rejectWaiting(connectionRemoved);
  }
}

const transportSettingsOf = (
  { baseUrls, timeouts: { connectMs, totalMs }, provider }: ConnectionSettings,
  { proxy, noProxy, ca }: EgressSettings,
): TransportSettings => ({
  baseUrls,
  timeouts: { connectMs, totalMs },
  keepAlive: provider.keepAlive,
  egress: {
    ...(proxy !== undefined && { proxy: proxy.reveal() }),
    noProxy,
    ...(ca !== undefined && { ca }),
  },
  maxReplyBytes: MAX_REPLY_BYTES,
});
