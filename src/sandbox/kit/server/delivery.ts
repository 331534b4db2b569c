import type { ServerResponse } from 'node:http';

import { JsonText } from '../json';
import type { WireReply } from '../vendor';

/** A reply with its body as bytes. */
export interface RenderedReply {
  readonly status: number;
  readonly reason?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The way the client receives the reply: whole, truncated, as a cut connection, or never. */
export type Delivery =
  | {
      readonly kind: 'whole' | 'truncated';
      readonly reply: RenderedReply;
      /** The call was over quota; its status may be that of a success. */
      readonly isThrottled?: boolean;
    }
  | { readonly kind: 'cut' | 'silence' };

/** Renders a reply as JSON. The reply's own headers take precedence over `headers`. */
export function render(
  reply: WireReply,
  headers: Readonly<Record<string, string>> = {},
): RenderedReply {
  const { body } = reply;
  return {
    status: reply.status,
    ...(reply.reason === undefined ? {} : { reason: reply.reason }),
    headers: { 'content-type': 'application/json', ...headers, ...reply.headers },
    body: Buffer.from(body instanceof JsonText ? body.text : JSON.stringify(body)),
  };
}

const HTML = '<!DOCTYPE html><html><body><h1>It works!</h1></body></html>';

/** The reply of a misconfigured proxy in front of the vendor. */
export const htmlPage: RenderedReply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from(HTML),
};

/** Sends the reply, or as much of it as the delivery allows. Returns before it is flushed. */
export function deliver(response: ServerResponse, delivery: Delivery): void {
  switch (delivery.kind) {
    case 'silence':
      return; // the connection stays open until the client or the sandbox closes it
    case 'cut':
      response.socket?.resetAndDestroy();
      return;
    case 'truncated': {
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
