/** A command whose reply is lost with its connection is not sent again: its tokens would belong to no call. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { connectRedis, type RedisConnection } from '../../../src/redis';
import { Script } from '../../../src/redis/script';
import { startRedisServer, type RedisServer } from '../../support/redis/redis-server';

const KEY = '{at-most-once}';
const COUNT = new Script("return redis.call('INCR', KEYS[1])");

let server: RedisServer;
let relay: Server;
let connection: RedisConnection;
let admin: Redis;
/** Whether the relay ends a connection instead of passing on the server's next reply. */
let losesReply = false;
beforeAll(async () => {
  server = await startRedisServer();
  relay = createServer((socket: Socket) => {
    const upstream = connect(server.port, '127.0.0.1');
    for (const one of [socket, upstream]) one.on('error', () => undefined);
    socket.on('data', (command) => upstream.write(command));
    upstream.on('data', (reply) => {
      if (losesReply) socket.destroy();
      else socket.write(reply);
    });
    socket.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  connection = connectRedis(`redis://127.0.0.1:${(relay.address() as AddressInfo).port}`);
  admin = new Redis(server.port);
});
afterAll(async () => {
  connection.release();
  admin.disconnect();
  relay.close();
  await server.stop();
});

const executed = async (): Promise<number> => Number(await admin.get(KEY));

it('is carried out once, over five connections that are lost before the reply', async () => {
  await connection.whenUsable(5_000);
  expect(await connection.run('ledger', COUNT, KEY)).toBe(1);
  for (let lost = 1; lost <= 5; lost += 1) {
    losesReply = true;
    const running = connection.run('ledger', COUNT, KEY);
    await expect(running).rejects.toMatchObject({ cause: 'closed' });
    losesReply = false;
    await connection.whenUsable(5_000);
    expect(await executed()).toBe(1 + lost);
  }
});

it('is not kept for the next connection', async () => {
  const before = await executed();
  losesReply = true;
  await expect(connection.run('ledger', COUNT, KEY)).rejects.toMatchObject({ cause: 'closed' });
  await expect(connection.run('ledger', COUNT, KEY)).rejects.toMatchObject({ cause: 'closed' });
  losesReply = false;
  await connection.whenUsable(5_000);
  expect(await executed()).toBe(before + 1); // the first one was sent
});
