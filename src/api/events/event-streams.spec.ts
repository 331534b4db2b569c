import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import express from 'express';
import type { ApiRequest, Client } from '../http/api-request';
import { ActivityRecorder } from './activity-recorder';
import { EventStreams } from './event-streams';

const MINUTE_MS = 60_000;

let recorder: ActivityRecorder;
let server: Server;
/** The result of each stream, in the order of the requests. */
let results: Promise<unknown>[];

/** Sockets and their events are real; only timers are fake. */
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  recorder = new ActivityRecorder(() => undefined);
  const streams = new EventStreams(recorder);
  results = [];
  const app = express();
  app.get('/:client', (request, response) => {
    const client: Client = {
      name: request.params.client,
      weight: 1,
      grants: [{ connections: ['*'], access: ['read'] }],
    };
    results.push(
      streams.serve(Object.assign(request as ApiRequest, { caller: client }), response, true),
    );
    results.at(-1)?.catch(() => response.status(503).end());
  });
  server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  recorder.close();
  server.closeAllConnections();
  await once(server.close(), 'close');
  jest.useRealTimers();
});

async function open(client: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const request = get({ port, path: `/${client}`, agent: false });
  const [reply] = (await once(request, 'response')) as [IncomingMessage];
  return reply.setEncoding('utf8');
}

/** The next chunk of a reply; fake timers do not advance meanwhile. */
const nextChunk = async (reply: IncomingMessage): Promise<string> => {
  const [text] = (await once(reply, 'data')) as [string];
  return text;
};

const sample = (atMs: number) => ({
  atMs,
  connections: new Map([
    ['main', { description: '{"name":"main"}', figures: `{"name":"main"}`, clients: [] }],
  ]),
});

it('writes a keep-alive comment every 15 seconds', async () => {
  const reply = await open('console');
  expect(await nextChunk(reply)).toBe('retry: 2000\n\n');
  let received = '';
  reply.on('data', (text: string) => (received += text));
  jest.advanceTimersByTime(14_999);
  await nextTurn();
  expect(received).toBe('');
  for (let count = 1; count <= 3; count += 1) {
    const comment = nextChunk(reply);
    jest.advanceTimersByTime(count === 1 ? 1 : 15_000);
    expect(await comment).toBe(':\n\n');
  }
  expect(received).toBe(':\n\n:\n\n:\n\n');
});

it('ends after 15 minutes and continues for a reader that reconnects', async () => {
  const reply = await open('console');
  await nextChunk(reply);
  const firstEvent = nextChunk(reply);
  recorder.history.add(sample(1));
  expect(await firstEvent).toContain('event: connections');
  let isOver = false;
  reply.on('end', () => (isOver = true)).resume();
  jest.advanceTimersByTime(15 * MINUTE_MS - 1);
  await nextTurn();
  expect(isOver).toBe(false);
  const over = once(reply, 'end');
  jest.advanceTimersByTime(1);
  await over;
  await expect(results[0]).resolves.toBeUndefined();
  expect(jest.getTimerCount()).toBe(0); // the keep-alive and end timers are cleared

  const again = await open('console');
  let received = '';
  again.on('data', (text: string) => (received += text));
  while (!received.includes('event: sample')) await nextTurn();
  expect(received).toContain('"atMs":1');
});

it('admits 100 readers and 10 per client, and new ones when readers disconnect', async () => {
  const replies: IncomingMessage[] = [];
  for (let reader = 0; reader < 100; reader += 1)
    replies.push(await open(`client-${Math.floor(reader / 10)}`));
  expect(replies.map(({ statusCode }) => statusCode)).toEqual(replies.map(() => 200));

  const refused = await open('one-more');
  expect(refused.statusCode).toBe(503);
  await expect(results.at(-1)).rejects.toMatchObject({
    code: 'overloaded',
    details: { retryAfterMs: 5_000 },
  });

  const ended = Promise.all(results.slice(0, 10));
  for (const reply of replies.slice(0, 10)) reply.destroy();
  await ended;
  expect((await open('one-more')).statusCode).toBe(200);
  expect((await open('client-1')).statusCode).toBe(503); // still has ten streams
  expect((await open('client-0')).statusCode).toBe(200);
});

it('disconnects a reader that takes no bytes for 30 seconds', async () => {
  const reply = await open('stalled');
  reply.pause();
  const figures = 'x'.repeat(1_000_000);
  const description = '{"name":"main"}';
  const large = (atMs: number) => ({
    atMs,
    connections: new Map([['main', { description, figures, clients: [] }]]),
  });
  for (let atMs = 1; atMs <= 40; atMs += 1) {
    recorder.history.add(large(atMs));
    await nextTurn();
  }
  let isOver = false;
  void results[0]?.then(() => (isOver = true));
  while (jest.getTimerCount() < 3) await nextTurn(); // keep-alive, end and write timeout
  jest.advanceTimersByTime(29_999);
  await nextTurn();
  expect(isOver).toBe(false);
  jest.advanceTimersByTime(1);
  await results[0];
});

it('ends at once when the recorder closes', async () => {
  const reply = await open('console');
  const over = once(reply.resume(), 'end');
  recorder.close();
  await over;
  await results[0];
});
