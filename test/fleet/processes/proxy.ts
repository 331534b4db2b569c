import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface ProxySettings {
  readonly toPort: number;
}

/** What happens to what goes through. */
export interface ProxyState {
  /** Milliseconds that every chunk takes longer, in either direction, and by chance on top of that. */
  readonly delayMs?: number;
  readonly jitterMs?: number;
  /**
   * `old`: sockets of before are dead from now on, nothing is forwarded and nothing closed, as if the
   * peer had vanished without a word; `all`: new ones too are taken, and dead, until told otherwise.
   */
  readonly dead?: 'old' | 'all';
  /** Connections that wait to be taken; the kernel answers none beyond. */
  readonly backlog?: number;
}

/** Stands between two neighbours; told a state, it is in it from then on. */
const { toPort } = JSON.parse(process.argv[2] ?? '{}') as ProxySettings;
let state: ProxyState = {};
const alive = new Set<Socket>();

/** Chunks keep their order: timers of the same moment fire in the order in which they were set. */
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

process.on('message', (told: ProxyState) => {
  const { port } = server.address() as AddressInfo;
  const isOther = told.backlog !== state.backlog;
  state = told;
  if (told.dead !== undefined) alive.clear();
  if (!isOther) {
    process.send?.(port);
    return;
  }
  server.close();
  server.listen({ port, host: '127.0.0.1', backlog: told.backlog });
});
process.on('disconnect', () => process.exit());
server.on('listening', () => process.send?.((server.address() as AddressInfo).port));
server.listen(0, '127.0.0.1');
