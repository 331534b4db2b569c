import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { TestConnection } from '../gateway/gateway';
import { listen } from './listen';

export interface ReceivedCall {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A vendor that keeps the calls it receives, and answers each with `reply`. */
export interface ListedVendor {
  readonly received: ReceivedCall[];
  reply: { status: number; type: string; body: Buffer | string };
  /** The connection of a gateway whose `vendorRoutes` list calls of this vendor. */
  readonly connection: TestConnection;
  readonly url: string;
  close(): Promise<unknown>;
}

export async function startListedVendor(): Promise<ListedVendor> {
  const received: ReceivedCall[] = [];
  const server = await listen(
    createServer((message, response) => {
      void message.toArray().then((chunks) => {
        const { method = '', url = '', headers } = message;
        const body = Buffer.concat(chunks as Buffer[]);
        received.push({ method, url, type: headers['content-type'], headers, body });
        const { reply } = vendor;
        response.writeHead(reply.status, { 'Content-Type': reply.type }).end(reply.body);
      });
    }),
  );
  const vendor: ListedVendor = {
    received,
    reply: { status: 200, type: 'application/json', body: '{}' },
    connection: {
      provider: 'sendbird',
      baseUrls: [server.url],
      vendorRoutes: [
        { method: 'POST', path: '/v3/{kind}/messages', draws: { post: 1 } },
        { method: 'GET', path: '/v3/users/{id}', draws: { get: 1 } },
        { method: 'HEAD', path: '/v3/users/{id}', draws: { get: 1 } },
        { method: 'OPTIONS', path: '/v3/users/{id}', draws: {} },
      ],
    },
    url: server.url,
    close: () => server.close(),
  };
  return vendor;
}
