/** The TypeScript client against a gateway, over real sockets. */
import { createServer } from 'node:http';
import {
  connect,
  ProblemError,
  UnexpectedReply,
  type BatchOperation,
  type BatchResult,
  type GatewayClient,
} from '../../src/client';
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { listen } from '../support/vendor/listen';

const MESSAGE = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
} as const;
const GROUP = {
  ...MESSAGE,
  channelType: 'group',
  channelId: 'group-001',
  messageId: 'MSG-GROUP-1',
} as const;
const CHANNEL = {
  connection: 'sendbird-sandbox',
  channelType: 'open',
  channelId: 'sendbird_open_channel_1',
} as const;

let gateway: TestGateway;
let client: GatewayClient;
/** The requests that the client has sent. */
let sent: Request[];
/** May replace a reply before the client sees it. */
let onReply: (reply: Response) => Response;

const recordingFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  sent.push(request);
  return onReply(await fetch(request.clone()));
};

beforeEach(async () => {
  gateway = await startGateway();
  sent = [];
  onReply = (reply) => reply;
  client = connect({ url: `${gateway.url}/`, key: () => 'sandbox-key', fetch: recordingFetch });
});
afterEach(() => gateway.close());

/** The body of a reply, which breaks after some chunks. */
function cutAfter(chunks: number, { body }: Response): ReadableStream<Uint8Array> | undefined {
  let left = chunks;
  return body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if ((left -= 1) < 0) controller.error(new TypeError('terminated'));
        else controller.enqueue(chunk);
      },
    }),
  );
}

const keysSent = () => sent.map(({ headers }) => headers.get('Idempotency-Key'));

const set = (index: number, place: object = MESSAGE): BatchOperation =>
  ({
    id: String(index),
    ...place,
    verb: 'set',
    actorId: `actor-${index}`, // writes of different actors are never merged
    entries: [{ key: 'k', value: String(index) }],
  }) as BatchOperation;

/** Uses the whole quota of group messages, for long enough on a machine that is busy too. */
const exhaust = async () => {
  await client.createLease({
    path: { connection: GROUP.connection },
    body: { draws: [{ quota: 'group-message', tokens: 20 }], holdMs: 4_000 },
  });
  sent = [];
};

const putInGroup = (signal?: AbortSignal, headers = {}) =>
  client.putMessageEntry({
    path: { ...GROUP, key: 'k' },
    body: { value: '1' },
    headers,
    ...(signal !== undefined && { signal }),
  });

describe('a call', () => {
  it('returns the data and the whole response', async () => {
    const put = await client.putMessageEntry({
      path: { ...MESSAGE, key: 'type' },
      body: { value: '3' },
    });
    expect(put.data).toEqual({ key: 'type', value: '3', values: ['3'] });
    expect(put.response.headers.get('X-Quota-Cost')).toContain('message-metadata.set;t=1');
    const { data } = await client.getMessageMetadata({ path: MESSAGE, query: { keys: ['type'] } });
    expect(data.entries.map(({ key, value }) => [key, value])).toEqual([['type', '3']]);
    await client.deleteMessageEntry({ path: { ...MESSAGE, key: 'type' } });
    const names = (await client.connections()).data.connections.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['nexconn-sandbox', 'sendbird-sandbox']));
  });

  it('accepts any characters in ids and keys', async () => {
    const path = { ...CHANNEL, key: 'a/b?c#d%2F é💬+' };
    await client.putChannelEntry({ path, body: { value: 'x' } });
    expect((await client.getChannelEntry({ path })).data).toMatchObject({ key: path.key });
  });

  it('can be explained without being sent', async () => {
    const { data } = await client.explain.putMessageEntry({
      path: { ...MESSAGE, key: 'type' },
      body: { value: '3' },
    });
    expect(data.steps.map(({ method }) => method)).toEqual(['POST']);
    expect(await gateway.sandboxes.nexconn.arrivals()).toEqual([]);
  });

  it('throws the problem that the gateway replies', async () => {
    const failure = await client
      .getMessageEntry({ path: { ...MESSAGE, connection: 'none', key: 'k' } })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProblemError);
    expect(failure).toMatchObject({
      code: 'connection-not-found',
      status: 404,
      problem: { requestId: expect.any(String) },
    });
  });

  it('has the entity tag of a read, for the conditions of others', async () => {
    const path = { ...MESSAGE, key: 'type' };
    await client.putMessageEntry({ path, body: { value: '3' } });
    const { etag = '' } = await client.getMessageMetadata({ path: MESSAGE });
    expect(etag).toMatch(/^"/);
    const unchanged = client.getMessageMetadata({
      path: MESSAGE,
      headers: { 'If-None-Match': etag },
    });
    await expect(unchanged).rejects.toMatchObject({ name: 'NotModified' });
    const headers = { 'If-Match': etag };
    const body = { entries: [{ key: 'type', value: '4' }] };
    await client.setMessageMetadata({ path: MESSAGE, headers, body });
    await expect(client.setMessageMetadata({ path: MESSAGE, headers, body })).rejects.toMatchObject(
      { code: 'precondition-failed' },
    );
  });

  it('ends in time, retries included', async () => {
    await gateway.sandboxes.nexconn.settings({ latencyMs: [2_000, 2_000] });
    const hasty = connect({ url: gateway.url, key: 'sandbox-key', timeoutMs: 300 });
    await expect(hasty.getMessageMetadata({ path: MESSAGE })).rejects.toMatchObject({
      name: 'NetworkError',
      reason: 'timeout',
      message: 'no reply within 300 ms',
    });
    await gateway.sandboxes.nexconn.settings({ latencyMs: [0, 0] });
    await exhaust();
    const cautious = connect({ url: gateway.url, key: 'sandbox-key', timeoutMs: 50 });
    await expect(
      cautious.putMessageEntry({ path: { ...GROUP, key: 'k' }, body: { value: '1' } }),
    ).rejects.toMatchObject({ reason: 'timeout' });
  });

  it.each(['of all calls', 'of the call'])('ends with the signal %s', async (name) => {
    const [all, own] = [new AbortController(), new AbortController()];
    const both = connect({ url: gateway.url, key: 'sandbox-key', signal: all.signal });
    await gateway.sandboxes.nexconn.settings({ latencyMs: [2_000, 2_000] });
    const reading = both.getMessageMetadata({ path: MESSAGE, signal: own.signal });
    (name === 'of all calls' ? all : own).abort();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('throws a NetworkError if the reply is cut', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 });
      response.write('{"connections":', () => response.destroy());
    });
    const other = await listen(server);
    const failure = connect({ url: other.url, key: 'x', retries: 1 }).connections();
    await expect(failure).rejects.toMatchObject({ name: 'NetworkError', reason: 'connection' });
    await other.close();
  });

  it('throws an UnexpectedReply if another server replies, and a NetworkError if none does', async () => {
    let status = 502;
    const server = createServer((_, response) =>
      response.writeHead(status, { 'Content-Type': 'text/html' }).end('<html>'),
    );
    const other = await listen(server);
    for (status of [502, 200])
      await expect(connect({ url: other.url, key: 'x' }).connections()).rejects.toBeInstanceOf(
        UnexpectedReply,
      );
    await other.close();
    await expect(
      connect({ url: other.url, key: 'x', retries: 1 }).connections(),
    ).rejects.toMatchObject({
      name: 'NetworkError',
      reason: 'connection',
      message: expect.stringMatching(/^fetch failed: connect ECONNREFUSED/) as unknown,
    });
  });
});

describe('a retry', () => {
  it('waits for Retry-After and keeps the idempotency key', async () => {
    await exhaust();
    expect((await putInGroup()).data).toMatchObject({ value: '1' });
    expect(sent.length).toBeGreaterThanOrEqual(2);
    expect(new Set(keysSent()).size).toBe(1);
    expect(keysSent()[0]).toMatch(/^[\da-f-]{36}$/);
  });

  it('is not made if the wait would exceed maxRetryMs', async () => {
    client = connect({
      url: gateway.url,
      key: 'sandbox-key',
      fetch: recordingFetch,
      maxRetryMs: 10,
    });
    await exhaust();
    await expect(putInGroup()).rejects.toMatchObject({ code: 'quota-exhausted' });
    expect(sent).toHaveLength(1);
  });

  it('is not made for quota if the caller has stated the wait', async () => {
    await exhaust();
    await expect(
      putInGroup(undefined, { Prefer: 'handling=strict, wait=0' }),
    ).rejects.toMatchObject({ code: 'quota-exhausted' });
    const lease = client.withLease(GROUP.connection, { 'group-message': 1 }, () => 1, {
      waitSeconds: 0,
    });
    await expect(lease).rejects.toMatchObject({ code: 'quota-exhausted' });
    expect(sent).toHaveLength(2);
  });

  it('is not made after the signal has aborted', async () => {
    await exhaust();
    const stop = new AbortController();
    onReply = (reply) => {
      stop.abort();
      return reply;
    };
    await expect(putInGroup(stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(sent).toHaveLength(1);
  });

  it('carries out a mutation once if replies are lost', async () => {
    onReply = (reply) => {
      if (sent.length <= 2) throw new TypeError('cut');
      return reply;
    };
    const path = { ...CHANNEL, key: 'likes' };
    const { data } = await client.changeCounters({
      path,
      body: { counters: [{ key: 'likes', op: 'increase', amount: 1 }] },
    });
    expect(data).toEqual({ counters: [{ key: 'likes', value: 1 }] });
    expect((await client.getCounter({ path })).data.value).toBe(1);
    expect(new Set(keysSent().slice(0, 3)).size).toBe(1);
  });
});

describe('a batch', () => {
  it('yields each result, reports progress and returns the counts', async () => {
    const received: number[] = [];
    const running = client.batch(
      Array.from({ length: 50 }, (_, index) => set(index, GROUP)),
      { onProgress: (counts) => received.push(counts.received) },
    );
    const results: BatchResult[] = [];
    let next = await running.next();
    for (; next.done !== true; next = await running.next()) results.push(next.value);
    expect(results.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(next.value).toEqual({ succeeded: 50, failed: 0 });
    expect(received[0]).toBe(50);
    expect(keysSent()).toEqual([expect.any(String)]);
  });

  it('may have any length', async () => {
    const operations = Array.from({ length: 10_001 }, (_, index) => ({
      ...CHANNEL,
      id: String(index),
      verb: 'get' as const,
    }));
    const ids = new Set<string | undefined>();
    for await (const { id } of client.batch(operations)) ids.add(id);
    expect(ids.size).toBe(10_001);
    expect(sent).toHaveLength(2);
  });

  it('stops when the loop is left', async () => {
    const operations = Array.from({ length: 400 }, (_, index) => set(index));
    for await (const { status } of client.batch(operations)) {
      expect(status).toBe(200);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const calls = (await gateway.sandboxes.nexconn.arrivals()).length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(calls).toBeLessThan(400);
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(calls);
  });

  it('continues after its reply was cut, without repeating a write', async () => {
    onReply = (reply) => (sent.length > 1 ? reply : new Response(cutAfter(3, reply), reply));
    const operations = Array.from({ length: 60 }, (_, index) => set(index, GROUP));
    const ids: (string | undefined)[] = [];
    const running = client.batch(operations);
    let next = await running.next();
    for (; next.done !== true; next = await running.next()) ids.push(next.value.id);
    expect(next.value).toEqual({ succeeded: 60, failed: 0 });
    expect(new Set(ids).size).toBe(60);
    expect(ids).toHaveLength(60);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(keysSent()).size).toBe(1);
    const writes = (await gateway.sandboxes.nexconn.arrivals()).length;
    expect(writes).toBe(60);
  });

  it('throws an UnexpectedReply if the reply is cut every time', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.end('{"id":"0","status":204}\n');
    });
    const other = await listen(server);
    const running = connect({ url: other.url, key: 'x', retries: 0 }).batch([set(0), set(1)]);
    expect((await running.next()).value).toEqual({ id: '0', status: 204 });
    await expect(running.next()).rejects.toBeInstanceOf(UnexpectedReply);
    await other.close();
  });
});
