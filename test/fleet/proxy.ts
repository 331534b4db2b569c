import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child';
import type { ProxySettings, ProxyState } from './processes/proxy';

/** More connections than the kernel's shortest queue holds. */
const CONNECTIONS_TO_FILL_QUEUE = 8;

/** The proxy accepts the queued connections within this time. */
const ACCEPT_TIME_MS = 100;

/** A TCP proxy in a process of its own, with network faults. Times are milliseconds. */
export class Proxy {
  private constructor(private readonly child: Child<ProxyState, number>) {}

  static async start(script: string, toPort: number): Promise<Proxy> {
    const settings: ProxySettings = { toPort };
    return new Proxy(await Child.start<ProxyState, number>(script, settings));
  }

  get port(): number {
    return this.child.first;
  }

  /** Sets the state for a time, then forwards normally; sockets that died stay dead. */
  async setState(state: ProxyState, forMs: number): Promise<void> {
    await this.child.request(state);
    await sleep(forMs);
    await this.child.request({});
  }

  /**
   * Accepts no connections: the kernel does not answer, because its queue is full. Requests that were sent
   * meanwhile are lost; a vendor that carried them out after the client timeout would break the quota rule.
   */
  async refuseConnections(forMs: number): Promise<void> {
    await this.child.request({ backlog: 1, dead: 'all' });
    this.child.pause();
    const queued = Array.from({ length: CONNECTIONS_TO_FILL_QUEUE }, () =>
      connect(this.port, '127.0.0.1').on('error', () => undefined),
    );
    await sleep(forMs);
    for (const socket of queued) socket.destroy();
    this.child.resume();
    await sleep(ACCEPT_TIME_MS);
    await this.child.request({});
  }

  end(): Promise<void> {
    return this.child.kill();
  }
}
