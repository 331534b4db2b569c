import { createServer, request as forward, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen';
import { readRequest, type WireReply, type WireRequest } from './wire';

/** One vendor call. `reply` is missing if the vendor cut the connection or never replied. */
export interface Exchange {
  readonly request: WireRequest;
  readonly reply?: WireReply;
  /** Whether the test made the vendor depart from its documentation. */
  readonly isUndocumented: boolean;
}

/** A proxy between gateway and sandbox that forwards every byte and records it. */
export interface Recorder {
  readonly url: string;
  /** In order of arrival. */
  readonly exchanges: readonly Exchange[];
  /** While true, calls are recorded with `isUndocumented`. */
  expectsUndocumented: boolean;
  /** Awaited before each call is forwarded; gets the number of earlier calls. */
  beforeCall: (earlier: number) => Promise<void>;
  /** Deletes the recorded calls. */
  clear(): void;
  close(): Promise<void>;
}

export async function startRecorder(vendorUrl: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = createServer((message, response) => {
    readRequest(message).then(
      async (request) => {
        await recorder.beforeCall(exchanges.length);
        const at = exchanges.push({ request, isUndocumented: recorder.expectsUndocumented }) - 1;
        const reply = await forwardCall(vendorUrl, request, response);
        if (exchanges[at]?.request === request && reply !== undefined)
          exchanges[at] = { ...exchanges[at], reply };
      },
      () => response.destroy(),
    );
  });
  const listening = await listen(server);
  const recorder: Recorder = {
    ...listening,
    exchanges,
    expectsUndocumented: false,
    beforeCall: () => Promise.resolve(),
    clear: () => exchanges.splice(0),
  };
  return recorder;
}

/** Forwards a call. Resolves with undefined, after cutting the caller's connection, if there was no whole reply. */
async function forwardCall(
  vendorUrl: string,
  { method, path, headers, body }: WireRequest,
  response: ServerResponse,
): Promise<WireReply | undefined> {
  const { hostname, port } = new URL(vendorUrl);
  const outgoing = forward({ hostname, port, method, path, headers: headers.flat(), agent: false });
  response.once('close', () => outgoing.destroy());
  outgoing.end(body);
  try {
    return await new Promise((resolve, reject) => {
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const { statusCode: status = 0, rawHeaders } = incoming;
        response.writeHead(status, rawHeaders);
        incoming.on('data', (part: Buffer) => response.write(part));
        text(incoming).then((body) => {
          response.end();
          resolve({ status, headers: headersOf(incoming.headers), body });
        }, reject);
      });
    });
  } catch {
    response.socket?.destroy();
    return undefined;
  }
}

const headersOf = (headers: Readonly<Record<string, string | string[] | undefined>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
