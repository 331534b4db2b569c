import { createServer, request as forward, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from './listen';
import { readRequest, type WireReply, type WireRequest } from './wire';

/** One vendor call; without a reply where the vendor cut or never gave it. */
export interface Exchange {
  readonly request: WireRequest;
  readonly reply?: WireReply;
  /** The reply was made to depart from the documentation. */
  readonly spoiled: boolean;
}

/** Stands between gateway and sandbox, passes every byte on and remembers it. */
export interface Recorder {
  readonly url: string;
  /** In the order in which the calls came. */
  readonly exchanges: readonly Exchange[];
  /** While true, what the vendor answers departs from its documentation on purpose. */
  spoiling: boolean;
  /** Awaited before each call is passed on, with the number of calls before it. */
  beforeCall: (earlier: number) => Promise<void>;
  forget(): void;
  close(): Promise<void>;
}

export async function startRecorder(vendorUrl: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = createServer((message, response) => {
    readRequest(message).then(
      async (request) => {
        await recorder.beforeCall(exchanges.length);
        const at = exchanges.push({ request, spoiled: recorder.spoiling }) - 1;
        const reply = await passOn(vendorUrl, request, response);
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
    spoiling: false,
    beforeCall: () => Promise.resolve(),
    forget: () => exchanges.splice(0),
  };
  return recorder;
}

/** The whole reply, or undefined where the vendor did not give one: then the caller is cut off too. */
async function passOn(
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
        text(incoming).then((whole) => {
          response.end();
          resolve({ status, headers: headersOf(incoming.headers), body: whole });
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
