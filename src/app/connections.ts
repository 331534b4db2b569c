import { isDeepStrictEqual } from 'node:util';
import type { VendorAccounts, VendorAccount } from './vendor-accounts';
import type { ConnectionSettings, GatewaySettings } from '../config';
import {
  connectionRemoved,
  Gateway,
  GatewayRegistry,
  systemClock,
  type Connection,
  type GatewayObserver,
  type RegisteredConnection,
} from '../gateway';
import { createTransport, type Transport, type TransportSettings } from '../transport';

/** Bytes of a vendor's reply; 300 entries of 4,096 characters, escaped, are well below. */
const MAX_REPLY_BYTES = 16 * 1024 * 1024;

/** A connection as it is configured now: whoever waits in line is sent with what holds by then. */
class OpenConnection implements Connection {
  readonly name: string;
  readonly provider: ConnectionSettings['provider'];
  adapter: ConnectionSettings['adapter'];
  transport: Transport;
  baseUrl: string;
  defaultActorId: string | undefined;
  sendsTraceparent: boolean;
  isRemoved = false;
  private wire: TransportSettings;

  constructor(
    settings: ConnectionSettings,
    readonly account: VendorAccount,
  ) {
    this.name = settings.name;
    this.provider = settings.provider;
    this.adapter = settings.adapter;
    this.defaultActorId = settings.defaultActorId;
    this.sendsTraceparent = settings.sendTraceparent;
    this.wire = wireOf(settings);
    this.transport = createTransport(this.wire);
    this.baseUrl = this.wire.baseUrls[0] ?? '';
  }

  get longestCallMs() {
    return this.wire.timeouts.totalMs;
  }

  get limiter() {
    return this.account.limiter;
  }

  get locks() {
    return this.account.locks;
  }

  update(settings: ConnectionSettings): void {
    const wire = wireOf(settings);
    this.adapter = settings.adapter;
    this.defaultActorId = settings.defaultActorId;
    this.sendsTraceparent = settings.sendTraceparent;
    if (isDeepStrictEqual(wire, this.wire)) return;
    // calls under way end where they began; idle sockets of before close by themselves
    this.wire = wire;
    this.transport = createTransport(wire);
    this.baseUrl = wire.baseUrls[0] ?? '';
  }
}

interface OpenLine extends RegisteredConnection {
  readonly connection: OpenConnection;
}

/** Keeps the connections as the configuration has them. */
export class Connections {
  readonly gateways = new GatewayRegistry();
  private lines: readonly OpenLine[] = [];

  constructor(
    private readonly accounts: VendorAccounts,
    private readonly observer: GatewayObserver,
  ) {}

  apply(settings: GatewaySettings): void {
    this.accounts.apply(settings);
    const before = this.lines;
    this.lines = [...settings.connections.values()].map((one) => this.lineOf(one));
    this.gateways.set(this.lines);
    for (const { connection } of before)
      if (!settings.connections.has(connection.name)) this.remove(connection);
  }

  close(): void {
    for (const { connection } of this.lines) connection.transport.close();
  }

  /** Another account is another connection, under the same name; those in line go on with the one before. */
  private lineOf(settings: ConnectionSettings): OpenLine {
    const account = this.accounts.of(settings);
    const known = this.lines.find(({ connection }) => connection.name === settings.name);
    if (known?.connection.account === account) {
      known.connection.update(settings);
      return known;
    }
    const connection = new OpenConnection(settings, account);
    return { connection, gateway: new Gateway(connection, systemClock, this.observer) };
  }

  private remove(connection: OpenConnection): void {
    connection.isRemoved = true;
    if (!this.accounts.isInUse(connection.account))
      connection.limiter.rejectWaiting(connectionRemoved);
  }
}

const wireOf = ({ baseUrls, timeouts, provider }: ConnectionSettings): TransportSettings => ({
  baseUrls,
  timeouts,
  keepAlive: provider.keepAlive,
  maxReplyBytes: MAX_REPLY_BYTES,
});
