import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface ProxySettings {
  readonly toPort: number;
}

type Direction = 'requests' | 'replies';

/** How the proxy treats traffic. */
export interface ProxyState {
  /** Delay of every chunk, plus a random part of up to `jitterMs`. */
  readonly delayMs?: number;
  /** The direction of the delayed chunks. Default: both. */
  readonly delayed?: Direction;
  readonly jitterMs?: number;
  /**
   * `old`: nothing is forwarded for existing sockets, and none is closed, as if the peer had lost its
   * network. `all`: the same for new sockets, which are accepted, until the state changes.
   */
  readonly dead?: 'old' | 'all';
  /**
   * Nothing of this direction is forwarded until the state changes, and then all of it, as by TCP after an
   * interruption of the network: also requests of clients that have closed their socket meanwhile.
   */
  readonly held?: Direction | 'both';
  /** Length of the kernel's queue of connections that wait to be accepted. */
  readonly backlog?: number;
}

/** A TCP proxy. Each message sets its state. */
const { toPort } = JSON.parse(process.argv[2] ?? '{}') as ProxySettings;
let state: ProxyState = {};
const alive = new Set<Socket>();

/** Chunks to forward when the state changes. */
const heldBack: (() => void)[] = [];
const isDelayed = (direction: Direction): boolean => (state.delayed ?? direction) === direction;
const isHeld = (direction: Direction): boolean => state.held === direction || state.held === 'both';

/** Chunks keep their order: timers with the same due time fire in the order in which they were set. */
function relay(from: Socket, to: Socket, direction: Direction): void {
  let dueMs = 0;
  const forward = (action: () => void): void => {
    if (isHeld(direction)) heldBack.push(action);
    else action();
  };
  from.on('data', (chunk) => {
    if (!alive.has(from)) return;
    const { delayMs = 0, jitterMs = 0 } = isDelayed(direction) ? state : {};
    dueMs = Math.max(dueMs, performance.now() + delayMs + Math.random() * jitterMs);
    setTimeout(
      () => {
        if (!alive.has(from)) return;
        forward(() => {
          to.write(chunk);
        });
      },
      Math.max(0, dueMs - performance.now()),
    );
  });
  const end = (): void => {
    if (alive.has(from))
      forward(() => {
        to.destroySoon();
      });
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
  relay(near, far, 'requests');
  relay(far, near, 'replies');
});

process.on('message', (message: ProxyState) => {
  const { port } = server.address() as AddressInfo;
  const hasNewBacklog = message.backlog !== state.backlog;
  state = message;
  if (message.dead !== undefined) alive.clear();
  for (const action of heldBack.splice(0)) action();
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
