import { once } from 'node:events';
import { createServer, request as forward, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One vendor call as it went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** As sent, in their order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly reply: { readonly status: number; readonly body: string };
}

/** Stands between the gateway and a vendor, passes everything on and remembers it. */
export interface Recorder {
  readonly url: string;
  /** What was exchanged since it was asked last. */
  take(): readonly Exchange[];
  close(): Promise<void>;
}

/** @throws what listening fails with */
export async function startRecorder(vendorUrl: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = createServer((message, response) => {
    passOn(vendorUrl, message).then(
      (exchange) => {
        exchanges.push(exchange);
        response.writeHead(exchange.reply.status, { 'Content-Type': 'application/json' });
        response.end(exchange.reply.body);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => exchanges.splice(0),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function passOn(vendorUrl: string, message: IncomingMessage): Promise<Exchange> {
  const { method = '', url: path = '', headers } = message;
  const body = await text(message);
  const outgoing = forward(new URL(path, vendorUrl), { method, headers, agent: false });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const reply = { status: incoming.statusCode ?? 0, body: await text(incoming) };
  return { method, path, headers: pairs(message.rawHeaders), body, reply };
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? '']] : []));
