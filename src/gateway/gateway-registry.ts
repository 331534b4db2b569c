import { GatewayError } from '../core/gateway-error';
import type { Connection } from './connection';
import type { Gateway } from './gateway';
import type { PassThrough } from './pass-through';

export interface RegisteredConnection {
  readonly connection: Connection;
  readonly gateway: Gateway;
  readonly passThrough: PassThrough;
}

/** The connections of the current configuration, by name. */
export class GatewayRegistry {
  private entries: ReadonlyMap<string, RegisteredConnection> = new Map();

  set(entries: readonly RegisteredConnection[]): void {
    this.entries = new Map(entries.map((entry) => [entry.connection.name, entry]));
  }

  /** @throws GatewayError connection-not-found */
  get(name: string): RegisteredConnection {
    const entry = this.find(name);
    if (entry === undefined)
      throw new GatewayError('connection-not-found', 'There is no connection of this name.');
    return entry;
  }

  find(name: string): RegisteredConnection | undefined {
    return this.entries.get(name);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  get all(): Connection[] {
    return [...this.entries.values()].map(({ connection }) => connection);
  }
}
