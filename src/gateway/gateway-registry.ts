import { GatewayError } from '../core/gateway-error';
import type { Connection } from './connection';
import type { Gateway } from './gateway';

export interface Line {
  readonly connection: Connection;
  readonly gateway: Gateway;
}

/** The configured connections by name, as they are now. */
export class Gateways {
  private lines: ReadonlyMap<string, Line> = new Map();

  set(lines: readonly Line[]): void {
    this.lines = new Map(lines.map((line) => [line.connection.name, line]));
  }

  /** @throws GatewayError connection-not-found */
  line(name: string): Line {
    const line = this.lines.get(name);
    if (line === undefined)
      throw new GatewayError('connection-not-found', 'There is no connection of this name.');
    return line;
  }

  get all(): Connection[] {
    return [...this.lines.values()].map(({ connection }) => connection);
  }
}
