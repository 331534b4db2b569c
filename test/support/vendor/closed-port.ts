import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to servers without a port of their own and to outgoing connections. */
const [FIRST_PORT, LAST_PORT] = [10_000, 30_000];

/** A loopback port at which no server listens, and that the system gives to no other server meanwhile. */
export async function findClosedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    const server = createServer();
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening');
    } catch {
      continue; // a server listens there
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
