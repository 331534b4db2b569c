import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface ClosedPort {
  readonly port: number;
  /** Lets a server listen there. */
  free(): Promise<void>;
}

/**
 * A loopback port that refuses connections. The system gives it to no other server meanwhile, because a
 * connection goes out from it.
 */
export async function holdClosedPort(): Promise<ClosedPort> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const outgoing = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(outgoing, 'connect');
  const [incoming] = await accepted;
  incoming.on('error', () => undefined); // the reset
  return {
    port: outgoing.localPort ?? 0,
    async free() {
      if (!server.listening) return;
      outgoing.resetAndDestroy(); // a port whose connection was closed in order stays occupied for a minute
      server.close();
      await once(server, 'close');
    },
  };
}
