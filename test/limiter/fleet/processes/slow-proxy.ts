import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SlowProxySettings {
  readonly redisPort: number;
}

/** Stands between the replicas and Redis; told a number, it delays every chunk by as many ms. */
const { redisPort } = JSON.parse(process.argv[2] ?? '{}') as SlowProxySettings;
let delayMs = 0;

/** Chunks keep their order: timers of the same moment fire in the order in which they were set. */
function relay(from: Socket, to: Socket): void {
  let dueMs = 0;
  from.on('data', (chunk) => {
    dueMs = Math.max(dueMs, performance.now() + delayMs);
    setTimeout(() => to.write(chunk), dueMs - performance.now());
  });
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
}

const server = createServer({ noDelay: true }, (near) => {
  const far = connect({ port: redisPort, host: '127.0.0.1', noDelay: true });
  relay(near, far);
  relay(far, near);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('message', (told) => {
  delayMs = Number(told);
  process.send?.(delayMs);
});
process.on('disconnect', () => process.exit());
