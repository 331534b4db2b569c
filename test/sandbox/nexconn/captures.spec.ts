import { once } from 'node:events';
import { connect } from 'node:net';

import type { RunningSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { nexconnSandbox } from '../../../src/sandbox/nexconn';
import type { Capture } from './captures';
import { CAPTURE_CREDENTIALS, CAPTURES } from './captures';

interface RawReply {
  readonly statusLine: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: unknown;
}

const wireBytes = ({ head, body }: Capture): Buffer =>
  Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);

function parseReply(received: string): RawReply | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = received.slice(0, end).split('\r\n');
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const body = received.slice(end + 4);
  if (Buffer.byteLength(body) < Number(headers.get('content-length'))) return undefined;
  return { statusLine, headers, body: JSON.parse(body) as unknown };
}

/** Sends the bytes unchanged and reads one reply. */
async function replay(sandbox: RunningSandbox, capture: Capture): Promise<RawReply> {
  const socket = connect(sandbox.port, sandbox.host);
  await once(socket, 'connect');
  socket.write(wireBytes(capture));
  let received = '';
  try {
    for await (const chunk of socket) {
      received += (chunk as Buffer).toString('utf8');
      const reply = parseReply(received);
      if (reply !== undefined) return reply;
    }
  } finally {
    socket.destroy();
  }
  throw new Error(`connection ended after ${received}`);
}

const V4_ENTRY = { key: 'type', value: '3', updatedAt: expect.any(Number) };
const CHANNEL_ENTRY = {
  key: 'key1',
  value: 'value1',
  metadataOwnerId: 'test',
  shouldAutoDelete: 0,
  updatedAt: expect.any(Number),
};

/** The replies in the order of the captures, all from one sandbox. */
const REPLIES: readonly (readonly [status: string, body: unknown])[] = [
  ['200 OK', { code: 200 }],
  ['200 OK', { code: 200, keys: [] }],
  ['200 OK', { code: 200 }],
  ['404 Not Found', { code: 404, errorMessage: expect.any(String) }], // not a metadata endpoint
  ['200 OK', { code: 0 }],
  ['200 OK', { code: 0, result: { metadata: [V4_ENTRY] } }],
  ['200 OK', { code: 0 }],
  ['200 OK', { code: 0 }],
  ['200 OK', { code: 0, result: { metadata: [CHANNEL_ENTRY] } }],
  ['200 OK', { code: 0 }],
  ['200 OK', { code: 0 }],
];

describe('captured requests of the public SDKs, byte for byte', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendor: nexconnSandbox(CAPTURE_CREDENTIALS), port: 0 });
  });
  afterAll(() => sandbox.close());

  it('has a reply for each capture', () => {
    expect(REPLIES).toHaveLength(CAPTURES.length);
  });

  CAPTURES.forEach((capture, index) => {
    it(capture.name, async () => {
      expect(wireBytes(capture)).toHaveLength(capture.bytes);
      const [status, body] = REPLIES[index] ?? [];
      const reply = await replay(sandbox, capture);
      expect(reply.statusLine).toBe(`HTTP/1.1 ${status ?? ''}`);
      expect(reply.body).toEqual(body);
      expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8');
      const requestId = capture.head.find((line) => line.startsWith('X-Request-ID: '))?.slice(14);
      expect(reply.headers.get('x-request-id')).toBe(requestId);
    });
  });

  it('stores what the requests say', async () => {
    const response = await fetch(`${sandbox.url}/_sandbox/state`);
    expect(await response.json()).toMatchObject({
      messages: {
        'BRGM-DEN2-01E4-BN66': { metadata: [] },
        'MSG-001': { metadata: [{ key: 'key1' }, { key: 'k', value: 'v' }] },
      },
      openChannels: {
        kvchatroom2: {
          metadata: [
            { key: 'huihui', value: '555 a+b=ü&中', owner: 'Lnq9MJsPY', autoDelete: false },
          ],
        },
        gid1: { metadata: [{ key: 'key2', value: 'ü中' }] },
      },
    });
  });
});
