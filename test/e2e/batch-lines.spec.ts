/** Batches of newline-delimited JSON, whose operations arrive line by line. */
import { startGateway, type TestGateway } from '../support/gateway/gateway';
import { readLines, openBatchStream, type BatchStream } from '../support/gateway/batch-stream';

interface Line {
  readonly id?: string;
  readonly line?: number;
  readonly status?: number;
  readonly problem?: { readonly code: string };
  readonly done?: true;
}

const MESSAGE = {
  connection: 'nexconn-sandbox',
  channelType: 'direct',
  channelId: 'tjw3zbMrU',
  messageId: 'BRGM-DEN2-01E4-BN66',
};

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

const set = (id: string, key = id, more: object = {}): string =>
  `${JSON.stringify({ id, ...MESSAGE, verb: 'set', entries: [{ key, value: id }], ...more })}\n`;

const sets = (count: number): string =>
  Array.from({ length: count }, (_, index) => set(`k${index}`)).join('');

/** The lines of the reply without progress lines. */
async function readResults(batch: BatchStream): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of readLines<Line>(await batch.answer()))
    if (!('progress' in line)) lines.push(line);
  return lines;
}

async function sendBatch(body: string, headers: Record<string, string> = {}): Promise<Line[]> {
  const batch = openBatchStream(gateway.url, headers);
  batch.send(body);
  batch.finish();
  return readResults(batch);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of vendor calls once it has stopped growing. */
async function settledCalls(): Promise<number> {
  const now = (await gateway.sandboxes.nexconn.arrivals()).length;
  await pause(1_500); // longer than the quota's window
  const later = (await gateway.sandboxes.nexconn.arrivals()).length;
  return now === later ? now : settledCalls();
}

describe('a batch of lines', () => {
  it('is carried out while it arrives', async () => {
    const batch = openBatchStream(gateway.url);
    batch.send(set('first'));
    const lines = readLines<Line>(await batch.answer());
    expect((await lines.next()).value).toMatchObject({ id: 'first', status: 200 });
    const second = set('second');
    batch.send(second.slice(0, 40)); // a line may arrive in pieces
    await pause(50);
    batch.send(second.slice(40).trimEnd()); // and the last line needs no newline
    batch.finish();
    expect((await lines.next()).value).toMatchObject({ id: 'second', status: 200 });
    expect((await lines.next()).value).toEqual({ done: true, succeeded: 2, failed: 0 });
  });

  it('merges the writes that arrive together', async () => {
    const lines = await sendBatch(sets(300));
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 300, failed: 0 });
    const calls = (await gateway.sandboxes.nexconn.arrivals()).length;
    expect(calls).toBeGreaterThanOrEqual(3);
    expect(calls).toBeLessThanOrEqual(5); // the body may arrive in two pieces
  });

  it('fails each line that is no operation, and carries out the others', async () => {
    const batch = openBatchStream(gateway.url);
    batch.send(`{"id":\n\r\n  \n${set('a')}[]\n${set('a')}${JSON.stringify({ verb: 'get' })}\n`);
    batch.send(set('b'));
    batch.finish();
    const lines = await readResults(batch);
    expect(lines.filter(({ line }) => line !== undefined).map(({ line }) => line)).toEqual([
      1, 3, 4, 5,
    ]);
    expect(lines.filter(({ status }) => status === 400)).toHaveLength(4);
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 2, failed: 4 });
  });

  it('fails a line that is not UTF-8', async () => {
    const answer = await fetch(`${gateway.url}/v1/batch`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sandbox-key', 'Content-Type': 'application/x-ndjson' },
      body: Buffer.from(set('\u00ff'), 'latin1'),
    });
    expect(await answer.text()).toContain('The line is not UTF-8.');
  });

  it('carries out at most 10,000 operations', async () => {
    const gets = Array.from(
      { length: 10_020 },
      (_, index) => `${JSON.stringify({ id: String(index), ...MESSAGE, verb: 'get' })}\n`,
    );
    const lines = await sendBatch(gets.join(''));
    expect(lines.find(({ line }) => line === 10_001)).toMatchObject({ status: 400 });
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 10_000, failed: 1 });
  });

  it('refuses a body without operations', async () => {
    const answer = await gateway.call('POST', '/v1/batch', {
      body: '\n\n',
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    expect([answer.status, answer.body]).toMatchObject([400, { code: 'invalid-request' }]);
  });

  it('is refused by other routes', async () => {
    const path = `/v1/connections/${MESSAGE.connection}/channels/direct/c/messages/m/metadata`;
    const { status, body } = await gateway.call('PATCH', path, {
      body: '{}',
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    expect([status, body]).toMatchObject([415, { code: 'unsupported-media-type' }]);
  });

  it('begins nothing while its reply is not read', async () => {
    const entries = Array.from({ length: 8 }, (_, index) => ({
      key: `big${index}`,
      value: 'x'.repeat(4_000),
    }));
    await gateway.call('PATCH', pathOf(MESSAGE), { body: { entries } });
    const gets = Array.from(
      { length: 4_000 }, // 128 MB of results from 40 vendor calls
      (_, index) => `${JSON.stringify({ id: String(index), ...MESSAGE, verb: 'get' })}\n`,
    );
    const batch = openBatchStream(gateway.url);
    batch.send(gets.join(''));
    batch.finish();
    const answer = await batch.answer();
    answer.pause();
    expect(await settledCalls()).toBeLessThan(30); // the results that fit into the buffers of the operating system
    expect((await readResults(batch)).at(-1)).toEqual({ done: true, succeeded: 4_000, failed: 0 });
    expect(await gateway.sandboxes.nexconn.arrivals()).toHaveLength(41);
  });

  it('begins no more operations after a disconnect', async () => {
    const batch = openBatchStream(gateway.url);
    for (let index = 0; index < 500; index += 1)
      batch.send(set(`k${index}`, 'same', { actorId: `actor-${index}` })); // never merged
    const lines = readLines<Line>(await batch.answer());
    await lines.next();
    batch.disconnect();
    expect(await settledCalls()).toBeLessThan(400);
    expect((await gateway.call('GET', '/v1/connections')).status).toBe(200);
  });
});

describe('a batch of lines beyond the size limit', () => {
  it('is refused if its length is announced, else carried out up to the limit', async () => {
    await gateway.close();
    gateway = await startGateway({ server: { batchBodyLimit: 2_000 } });
    const whole = await gateway.call('POST', '/v1/batch', {
      body: sets(100),
      headers: { 'Content-Type': 'application/x-ndjson' },
    });
    expect([whole.status, whole.body]).toMatchObject([
      413,
      { detail: 'The body is larger than 2000 bytes (server.batchBodyLimit).' },
    ]);
    const batch = openBatchStream(gateway.url); // sends no Content-Length
    batch.send(set('first'));
    await pause(100);
    batch.send('x'.repeat(2_000));
    await pause(100);
    batch.send(sets(100));
    batch.finish();
    const lines = await readResults(batch);
    expect(lines.find(({ id }) => id === 'first')).toMatchObject({ status: 200 });
    expect(lines.find(({ line }) => line === 2)).toMatchObject({
      status: 413,
      problem: { code: 'payload-too-large' },
    });
    expect(lines.at(-1)).toEqual({ done: true, succeeded: 1, failed: 1 });
  });
});

const pathOf = ({ connection, channelType, channelId, messageId }: typeof MESSAGE): string =>
  `/v1/connections/${connection}/channels/${channelType}/${channelId}/messages/${messageId}/metadata`;
