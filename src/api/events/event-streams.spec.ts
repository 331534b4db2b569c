import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import type { ApiRequest, Client } from '../http/api-request';
import { ActivityRecorder } from './activity-recorder';
import { EventStreams } from './event-streams';

const MINUTE_MS = 60_000;

let monitor: ActivityRecorder;
let server: Server;
/** How each answer ended, in the order in which they were asked for. */
let ends: Promise<unknown>[];

/** Sockets and their events stay real; only the clock of timers is ours. */
beforeEach(async () => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  monitor = new ActivityRecorder();
  const watch = new EventStreams(monitor);
  ends = [];
  const app = express();
  app.get('/:client', (request, response) => {
    const client = { name: request.params.client, connections: ['*'] } as unknown as Client;
    ends.push(
      watch.serve(Object.assign(request as ApiRequest, { caller: client }), response, true),
    );
    ends.at(-1)?.catch(() => response.status(503).end());
  });
  server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(async () => {
  monitor.close();
  server.closeAllConnections();
  await once(server.close(), 'close');
  jest.useRealTimers();
});

async function read(client: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const asking = get({ port, path: `/${client}`, agent: false });
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return answer.setEncoding('utf8');
}

/** The next that is written; timers do not run meanwhile. */
const next = async (answer: IncomingMessage): Promise<string> => {
  const [text] = (await once(answer, 'data')) as [string];
  return text;
};

const sample = (atMs: number) => ({
  atMs,
  connections: new Map([['main', { description: '{"name":"main"}', figures: `{"name":"main"}` }]]),
});

it('beats every 15 seconds where nothing happens', async () => {
  const answer = await read('console');
  expect(await next(answer)).toBe('retry: 2000\n\n');
  let heard = '';
  answer.on('data', (text: string) => (heard += text));
  jest.advanceTimersByTime(14_999);
  await turn();
  expect(heard).toBe('');
  for (let beats = 1; beats <= 3; beats += 1) {
    const beat = next(answer);
    jest.advanceTimersByTime(beats === 1 ? 1 : 15_000);
    expect(await beat).toBe(':\n\n');
  }
  expect(heard).toBe(':\n\n:\n\n:\n\n');
});

it('ends after 15 minutes, and goes on for who comes back', async () => {
  const answer = await read('console');
  await next(answer);
  const told = next(answer);
  monitor.history.add(sample(1));
  expect(await told).toContain('event: connections');
  let isOver = false;
  answer.on('end', () => (isOver = true)).resume();
  jest.advanceTimersByTime(15 * MINUTE_MS - 1);
  await turn();
  expect(isOver).toBe(false);
  const over = once(answer, 'end');
  jest.advanceTimersByTime(1);
  await over;
  await expect(ends[0]).resolves.toBeUndefined();
  expect(jest.getTimerCount()).toBe(0); // neither its beat nor its end is left

  const again = await read('console');
  let heard = '';
  again.on('data', (text: string) => (heard += text));
  while (!heard.includes('event: sample')) await turn();
  expect(heard).toContain('"atMs":1');
});

it('lets 100 read, 10 of one client, refuses more, and lets them in when others have left', async () => {
  const answers: IncomingMessage[] = [];
  for (let reader = 0; reader < 100; reader += 1)
    answers.push(await read(`client-${Math.floor(reader / 10)}`));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));

  const refused = await read('one-more');
  expect(refused.statusCode).toBe(503);
  await expect(ends.at(-1)).rejects.toMatchObject({
    code: 'overloaded',
    details: { retryAfterMs: 5_000 },
  });

  const gone = Promise.all(ends.slice(0, 10));
  for (const answer of answers.slice(0, 10)) answer.destroy();
  await gone;
  expect((await read('one-more')).statusCode).toBe(200);
  expect((await read('client-1')).statusCode).toBe(503); // it has its ten
  expect((await read('client-0')).statusCode).toBe(200);
});

it('hangs up on who takes nothing for 30 seconds', async () => {
  const answer = await read('asleep');
  answer.pause();
  const figures = 'x'.repeat(1_000_000);
  const description = '{"name":"main"}';
  const large = (atMs: number) => ({
    atMs,
    connections: new Map([['main', { description, figures }]]),
  });
  for (let atMs = 1; atMs <= 40; atMs += 1) {
    monitor.history.add(large(atMs));
    await turn();
  }
  let isOver = false;
  void ends[0]?.then(() => (isOver = true));
  while (jest.getTimerCount() < 3) await turn(); // its beat, its end, and our patience
  jest.advanceTimersByTime(29_999);
  await turn();
  expect(isOver).toBe(false);
  jest.advanceTimersByTime(1);
  await ends[0];
});

it('ends at once when the process does', async () => {
  const answer = await read('console');
  const over = once(answer.resume(), 'end');
  monitor.close();
  await over;
  await ends[0];
});
