import type { ServerResponse } from 'node:http';

import type { WireReply } from '../vendor';

/** A reply as bytes. */
export interface RenderedReply {
  readonly status: number;
  readonly reason?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the client gets to see: a whole reply, half of one, a cut connection or silence. */
export type Delivery =
  | { readonly kind: 'whole' | 'half'; readonly reply: RenderedReply }
  | { readonly kind: 'cut' | 'silence' };

/** JSON, with the reply's own headers over the given ones. */
export function render(
  reply: WireReply,
  headers: Readonly<Record<string, string>> = {},
): RenderedReply {
  return {
    status: reply.status,
    ...(reply.reason === undefined ? {} : { reason: reply.reason }),
    headers: { 'content-type': 'application/json', ...headers, ...reply.headers },
    body: Buffer.from(JSON.stringify(reply.body)),
  };
}

const HTML = '<!DOCTYPE html><html><body><h1>It works!</h1></body></html>';

/** What a misconfigured proxy answers in the vendor's place. */
export const htmlPage: RenderedReply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from(HTML),
};

export function deliver(response: ServerResponse, delivery: Delivery): void {
  switch (delivery.kind) {
    case 'silence':
      return; // the client gives up, or the sandbox closes
    case 'cut':
      response.socket?.resetAndDestroy();
      return;
    case 'half': {
      const { body } = delivery.reply;
      writeHead(response, delivery.reply);
      response.write(body.subarray(0, body.length >> 1), () => response.destroy());
      return;
    }
    case 'whole':
      writeHead(response, delivery.reply);
      response.end(delivery.reply.body);
  }
}

function writeHead(response: ServerResponse, reply: RenderedReply): void {
  const headers = { ...reply.headers, 'content-length': String(reply.body.length) };
  if (reply.reason === undefined) response.writeHead(reply.status, headers);
  else response.writeHead(reply.status, reply.reason, headers);
}
