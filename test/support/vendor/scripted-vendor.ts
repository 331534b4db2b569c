import { createServer } from 'node:http';
import { listen } from './listen';
import { readRequest, type WireReply, type WireRequest } from './wire';

/** A vendor that answers what it is told to, and remembers what it was sent. */
export interface ScriptedVendor {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  /** Forgets what it was sent; the calls that come now get these replies in turn, then `{}`. */
  script(...replies: WireReply[]): void;
  close(): Promise<void>;
}

const NOTHING: WireReply = { status: 200, body: '{}' };

export async function startScriptedVendor(): Promise<ScriptedVendor> {
  const requests: WireRequest[] = [];
  let script: readonly WireReply[] = [];
  const server = createServer((message, response) => {
    readRequest(message).then(
      (request) => {
        const { status, headers, body } = script[requests.push(request) - 1] ?? NOTHING;
        response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
      },
      () => response.destroy(),
    );
  });
  const listening = await listen(server);
  return {
    ...listening,
    requests,
    script(...replies) {
      requests.splice(0);
      script = replies;
    },
  };
}
