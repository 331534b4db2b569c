import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from './child';
import type { ProxySettings, ProxyState } from './processes/proxy';

/** More than wait in the smallest line of connections that there is. */
const MORE_THAN_WAIT = 8;

/** Within which it takes whoever is in line. */
const TAKEN_MS = 100;

/** A process between two others, and what may happen on the way. Times are milliseconds. */
export class Proxy {
  private constructor(private readonly child: Child<ProxyState, number>) {}

  static async start(script: string, toPort: number): Promise<Proxy> {
    const settings: ProxySettings = { toPort };
    return new Proxy(await Child.start<ProxyState, number>(script, settings));
  }

  get port(): number {
    return this.child.first;
  }

  /** In this state for so long; then as if nothing had been, except for sockets that died. */
  async be(state: ProxyState, forMs: number): Promise<void> {
    await this.child.ask(state);
    await sleep(forMs);
    await this.child.ask({});
  }

  /**
   * Nothing moves, and no connection is taken: the kernel does not answer. What was sent meanwhile gets
   * nowhere: a host that carries it out later than anybody waits is none that a quota can be kept for.
   */
  async takeNobody(forMs: number): Promise<void> {
    await this.child.ask({ backlog: 1, dead: 'all' });
    this.child.stop();
    const inLine = Array.from({ length: MORE_THAN_WAIT }, () =>
      connect(this.port, '127.0.0.1').on('error', () => undefined),
    );
    await sleep(forMs);
    for (const socket of inLine) socket.destroy();
    this.child.goOn();
    await sleep(TAKEN_MS);
    await this.child.ask({});
  }

  end(): Promise<void> {
    return this.child.end();
  }
}
