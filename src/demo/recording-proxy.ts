import { once } from 'node:events';
import {
  createServer,
  request as sendRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request exactly as received. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Names and values as sent, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface RecordedReply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProxyObserver {
  /** Awaited before the request is forwarded. */
  onRequest(request: RecordedRequest): Promise<void>;
  /** Not called if the vendor cuts the connection or never replies. */
  onReply(request: RecordedRequest, reply: RecordedReply): void;
}

export interface Proxy {
  /** Base URL without a trailing slash. */
  readonly url: string;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

/** Starts a proxy on a free loopback port. It forwards every byte of a request and of its reply. */
export async function startProxy(vendorUrl: string, observer: ProxyObserver): Promise<Proxy> {
  const server = createServer((message, response) => {
    readRequest(message).then(
      async (request) => {
        await observer.onRequest(request);
        const reply = await forward(vendorUrl, request, response);
        if (reply !== undefined) observer.onReply(request, reply);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<RecordedRequest> {
  const { method = '', url = '', rawHeaders } = message;
  return { method, path: url, headers: readPairs(rawHeaders), body: await text(message) };
}

/** @returns undefined, after closing the caller's connection, if the vendor gives no whole reply */
async function forward(
  vendorUrl: string,
  { method, path, headers, body }: RecordedRequest,
  response: ServerResponse,
): Promise<RecordedReply | undefined> {
  const { hostname, port } = new URL(vendorUrl);
  const outgoing = sendRequest({
    hostname,
    port,
    method,
    path,
    headers: headers.flat(),
    agent: false,
  });
  response.once('close', () => outgoing.destroy());
  outgoing.end(body);
  try {
    return await new Promise((resolve, reject) => {
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const { statusCode: status = 0, rawHeaders } = incoming;
        response.writeHead(status, rawHeaders);
        incoming.on('data', (part: Buffer) => response.write(part));
        text(incoming).then((replyBody) => {
          response.end();
          resolve({ status, headers: toRecord(incoming.headers), body: replyBody });
        }, reject);
      });
    });
  } catch {
    response.socket?.destroy();
    return undefined;
  }
}

const readPairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));

const toRecord = (headers: Readonly<Record<string, string | string[] | undefined>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** One vendor call as it was sent. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly reply: RecordedReply;
}

export interface RecordingProxy extends Proxy {
  /** @returns the exchanges since the last call of `take` */
  take(): readonly Exchange[];
}

export async function startRecordingProxy(vendorUrl: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const proxy = await startProxy(vendorUrl, {
    onRequest: () => Promise.resolve(),
    onReply: (request, reply) => {
      exchanges.push({ request, reply });
    },
  });
  return { ...proxy, take: () => exchanges.splice(0) };
}
