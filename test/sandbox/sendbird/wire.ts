import { connect } from 'node:net';

import { type RunningSandbox, startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { sendbirdSandbox } from '../../../src/sandbox/sendbird';
import { newChannel, newMessage } from '../../../src/sandbox/sendbird/model/state';
import { described, replyFaults } from './surface';

export interface RawReply {
  readonly status: number;
  readonly reason: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body as text, not parsed. */
  readonly body: string;
}

function parseReply(bytes: Buffer): RawReply {
  const end = bytes.indexOf('\r\n\r\n');
  const [first = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const [, status = '', reason = ''] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(first) ?? [];
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(status),
    reason,
    headers: new Map(headers),
    body: bytes.subarray(end + 4).toString(),
  };
}

const exchangeBytes = ({ host, port }: RunningSandbox, bytes: string): Promise<RawReply> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, host, () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const reply = parseReply(Buffer.concat(chunks));
      const length = Number(reply.headers.get('content-length') ?? Infinity);
      if (Buffer.byteLength(reply.body) >= length) socket.end();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(parseReply(Buffer.concat(chunks)));
    });
  });

/**
 * Sends these bytes on a new connection and reads one reply.
 * @throws Error if the reply does not fit `openapi/sendbird.yaml`
 */
export async function sendBytes(sandbox: RunningSandbox, bytes: string): Promise<RawReply> {
  const reply = await exchangeBytes(sandbox, bytes);
  const [method = '', target = ''] = bytes.split(' ', 2);
  const operation = described(method, target.split('?')[0] ?? '');
  const faults = operation ? replyFaults(operation, reply.status, JSON.parse(reply.body)) : [];
  if (faults.length > 0)
    throw new Error(`${method} ${target}: ${faults.join(', ')}: ${reply.body}`);
  return reply;
}

/** The bytes of a request with the token, and with Content-Length if there is a body; no other headers. */
export const bytesOf = (
  method: string,
  path: string,
  body?: string,
  headers: readonly string[] = ['Api-Token: TOK'],
): string => {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', ...headers, ...length];
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
};

/** Sends a call. The body is sent as JSON; a string is sent unchanged. */
export const call = (
  sandbox: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<RawReply> =>
  sendBytes(
    sandbox,
    bytesOf(
      method,
      path,
      body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    ),
  );

export const json = (reply: RawReply): unknown => JSON.parse(reply.body);

/** Changes settings. @throws Error with the sandbox's error texts */
export async function set(sandbox: RunningSandbox, settings: unknown): Promise<void> {
  const reply = await call(sandbox, 'PUT', '/_sandbox/settings', settings);
  if (reply.status !== 200) throw new Error(reply.body);
}

/** The channel and message of the captured requests, in both types of channel. */
const CHANNEL_URL = 'ch url/1,é';
const MESSAGE_ID = '640903435';

const channelsWith = (type: 'open_channels' | 'group_channels') =>
  new Map([
    [
      CHANNEL_URL,
      newChannel({
        type,
        url: CHANNEL_URL,
        createdAt: 1,
        messages: new Map([[MESSAGE_ID, newMessage({ id: MESSAGE_ID, createdAt: 1 })]]),
      }),
    ],
  ]);

/** Starts a sandbox with token `TOK`, the highest limits, and only the channels of the captured requests. */
export const startCaptured = (): Promise<RunningSandbox> =>
  startSandbox({
    vendor: {
      ...sendbirdSandbox({ apiToken: 'TOK' }),
      seed: () => ({
        channels: {
          open_channels: channelsWith('open_channels'),
          group_channels: channelsWith('group_channels'),
        },
        nextMessageId: 700000000n,
        sessionKeys: new Set(),
      }),
    },
    port: 0,
    settings: { plan: '100k-mau' },
  });
