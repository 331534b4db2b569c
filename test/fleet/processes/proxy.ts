import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface ProxySettings {
  readonly toPort: number;
}

/** How the proxy treats traffic. */
export interface ProxyState {
  /** Delay of every chunk in each direction, plus a random part of up to `jitterMs`. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /**
   * `old`: nothing is forwarded for existing sockets, and none is closed, as if the peer had lost its
   * network. `all`: the same for new sockets, which are accepted, until the state changes.
   */
  readonly dead?: 'old' | 'all';
  /** Length of the kernel's queue of connections that wait to be accepted. */
  readonly backlog?: number;
}

/** A TCP proxy. Each message sets its state. */
const { toPort } = JSON.parse(process.argv[2] ?? '{}') as ProxySettings;
let state: ProxyState = {};
const alive = new Set<Socket>();

/** Chunks keep their order: timers with the same due time fire in the order in which they were set. */
function relay(from: Socket, to: Socket): void {
  let dueMs = 0;
  from.on('data', (chunk) => {
    if (!alive.has(from)) return;
    const { delayMs = 0, jitterMs = 0 } = state;
    dueMs = Math.max(dueMs, performance.now() + delayMs + Math.random() * jitterMs);
    setTimeout(() => {
      if (alive.has(from)) to.write(chunk);
    }, dueMs - performance.now());
  });
  const end = (): void => {
    if (alive.has(from)) to.destroy();
    alive.delete(from);
  };
  from.on('close', end).on('error', end);
  alive.add(from);
}

const server: Server = createServer({ noDelay: true }, (near) => {
  if (state.dead === 'all') {
    near.on('error', () => undefined).resume();
    return;
  }
  const far = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
  relay(near, far);
  relay(far, near);
});

process.on('message', (message: ProxyState) => {
  const { port } = server.address() as AddressInfo;
  const hasNewBacklog = message.backlog !== state.backlog;
  state = message;
  if (message.dead !== undefined) alive.clear();
  if (!hasNewBacklog) {
    process.send?.(port);
    return;
  }
  server.close();
  server.listen({ port, host: '127.0.0.1', backlog: message.backlog });
});
process.on('disconnect', () => process.exit());
server.on('listening', () => process.send?.((server.address() as AddressInfo).port));
server.listen(0, '127.0.0.1');
